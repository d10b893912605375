import { type ChipConfig, ConcordError, PRESETS, type PresetName, parseChipText } from '@concord/arch'
import { readInput } from './input-file.js'

/**
 * The chip that `--chip` names: a preset, or else a JSON file.
 *
 * @throws UnknownChipError, ConfigError, ConfigSyntaxError, InputError
 */
export async function readChip(option: string): Promise<ChipConfig> {
  if (Object.hasOwn(PRESETS, option)) return PRESETS[option as PresetName]
  if (!/[./\\]/.test(option)) throw new UnknownChipError(option)
  return parseChipText(new TextDecoder().decode(await readInput(option)), option)
}

/** No preset has this name, and it does not look like a file. */
export class UnknownChipError extends ConcordError {
  override readonly name = 'UnknownChipError'

  constructor(option: string) {
    super({
      what: 'Unknown chip',
      where: option,
      why: `it is no preset (${Object.keys(PRESETS).join(', ')}) and has no dot or slash as a file name has`,
      fix: 'name a preset, or a JSON file such as ./my-chip.json; "concord chips edge" shows what is in one',
    })
  }
}
