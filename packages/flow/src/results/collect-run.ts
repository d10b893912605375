import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FlowFigures, flowFigures } from './figures.js'
import { type Metrics, parseMetrics, parseStateMetrics } from './metrics.js'
import { type PowerReport, parsePowerReport } from './power-report.js'
import { type RunStep, readRunSteps } from './run-steps.js'

/** Corner in which power is reported; the metrics' own power is that of whichever corner was written last. */
const POWER_CORNER = 'nom_tt_025C_1v80'

/** What a run left. */
export interface CollectedRun {
  readonly runFolder: string
  readonly steps: readonly RunStep[]
  readonly figures: FlowFigures
  /** File the figures are from; undefined when no step has left any. */
  readonly metricsFile?: string
  /** Without activity of a workload, unless the flow was given one. */
  readonly power?: PowerReport & { readonly corner: string; readonly file: string }
  /** Views in `final/`, such as gds, lef, nl. */
  readonly views: readonly string[]
  /** Picture of the layout. */
  readonly picture?: string
}

/**
 * Collects the results of a run, finished or not.
 *
 * @throws MetricsError when a file of metrics is damaged
 */
export function collectRun(runFolder: string): CollectedRun {
  const steps = readRunSteps(runFolder)
  const final = join(runFolder, 'final')
  const [metricsFile, metrics] = readMetrics(final, steps)
  const power = readPower(steps)
  const picture = findPicture(final, steps)
  return {
    runFolder,
    steps,
    figures: flowFigures(metrics),
    ...(metricsFile !== undefined && { metricsFile }),
    ...(power !== undefined && { power }),
    views: existsSync(final)
      ? readdirSync(final, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
          .sort()
      : [],
    ...(picture !== undefined && { picture }),
  }
}

/** `final/metrics.json`; a run that broke off has none, then the state of its last step that ended. */
function readMetrics(final: string, steps: readonly RunStep[]): [file: string | undefined, metrics: Metrics] {
  const path = join(final, 'metrics.json')
  if (existsSync(path)) return [path, parseMetrics(readFileSync(path, 'utf8'), path)]
  const last = steps.findLast(({ done }) => done)
  if (last === undefined) return [undefined, new Map()]
  const state = join(last.folder, 'state_out.json')
  return [state, parseStateMetrics(readFileSync(state, 'utf8'), state)]
}

/** Power after layout, else before it. */
function readPower(steps: readonly RunStep[]): CollectedRun['power'] {
  for (const id of ['OpenROAD.STAPostPNR', 'OpenROAD.STAPrePNR']) {
    const step = steps.findLast((one) => one.id === id)
    const file = join(step?.folder ?? '', POWER_CORNER, 'power.rpt')
    if (step === undefined || !existsSync(file)) continue
    const report = parsePowerReport(readFileSync(file, 'utf8'))
    if (report !== undefined) return { ...report, corner: POWER_CORNER, file }
  }
  return undefined
}

function findPicture(final: string, steps: readonly RunStep[]): string | undefined {
  const folders = [join(final, 'render'), steps.findLast(({ id }) => id === 'KLayout.Render')?.folder]
  for (const folder of folders) {
    if (folder === undefined || !existsSync(folder)) continue
    const name = readdirSync(folder).find((one) => one.endsWith('.png'))
    if (name !== undefined) return join(folder, name)
  }
  return undefined
}
