import type { ChipConfig } from '@concord/arch'
import { compareChips, loadCalibration, rtlFingerprint, type TruthPoint } from '@concord/estimator'
import { readChip } from '../io/chip-option.js'
import { InputError } from '../io/input-file.js'
import { describeChips } from '../run/describe-chips.js'
import type { Session } from '../session/session.js'
import type { WorkloadName } from './workloads.js'

/**
 * Compares chips of the user's with the calibration that is kept.
 *
 * @param chips - presets or files, of one technology
 * @param measure - runs the gates of chips
 * @returns what `--json` writes
 * @throws InputError for two chips of one name, or where the technology has no calibration
 */
export async function compareKept(
  chips: readonly string[],
  workloads: readonly WorkloadName[],
  technology: string,
  measure: (configs: readonly ChipConfig[]) => Promise<TruthPoint[]>,
  session: Session,
): Promise<object> {
  const refuse = (where: string, why: string, fix: string) =>
    new InputError('Chips cannot be compared', where, why, fix)
  const kept = loadCalibration(technology)
  if (kept === undefined) {
    throw refuse(technology, 'it has no calibration', 'run "concord calibrate --update" first')
  }
  const configs: ChipConfig[] = []
  for (const chip of chips) {
    const config = await readChip(chip)
    if (configs.some(({ name }) => name === config.name)) {
      throw refuse(chip, `another one is called ${config.name}`, 'give each a name of its own')
    }
    if (config.technology !== technology) {
      throw refuse(
        chip,
        `there is no calibration for ${config.technology}`,
        `set its technology to ${technology}`,
      )
    }
    configs.push(config)
  }
  const result = compareChips(kept, await measure(configs), workloads)
  const { rtl, date } = kept.provenance
  const changed = rtl === rtlFingerprint() ? '' : '; the RTL has changed since'
  session.progress.clear()
  session.print(`coefficients of ${date}, RTL ${rtl}${changed}\n\n${describeChips(result)}`)
  const { areas, powers, timings } = result
  return { coefficientsOf: kept.provenance, comparisons: { area: areas, power: powers, timing: timings } }
}
