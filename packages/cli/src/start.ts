import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PRESETS } from '@concord/arch'
import { hasTools } from '@concord/harness'
import { openFast } from './engines/fast-engine.js'
import { readDataSet } from './io/data-set.js'
import { loadProgram, mapModel } from './io/load-program.js'
import { readModel } from './io/model-file.js'
import { makeFolder } from './io/output-files.js'
import { renderReport } from './report/report.js'
import { checkLockStep } from './run/lock-step.js'
import { pickSamples, runProgram } from './run/run-program.js'
import { formatSummary } from './run/summary.js'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'

const WORKSPACE = fileURLToPath(new URL('../../../', import.meta.url))
const CHECKED = 20
const ACTIVITY = 256
const TIMING = { inputInterval: 1, outputInterval: 1 } as const

/** What `npm start` does: the bundled network on the chip `edge`, over the MNIST test images. */
async function start(session: Session): Promise<void> {
  const model = join(WORKSPACE, 'models', 'mnist-mlp.onnx')
  const report = join(WORKSPACE, 'build', 'report.html')
  makeFolder(join(WORKSPACE, 'build'))
  session.outputs.claim(report)
  const chip = PRESETS.edge
  const data = await readDataSet({ data: 'mnist' })
  const loaded = await loadProgram(model, { chip, batch: undefined, data }, session)
  const options = { ...TIMING, trace: undefined, loaded, data, activity: ACTIVITY, open: openFast }
  const result = await runProgram(options, session)
  const record = { ...result, model: { ...result.model, file: relative(WORKSPACE, model) } }
  session.print(formatSummary(record))
  session.print(`\nlock step    ${await checkFirst(session, model)}`)
  session.outputs.write(report, renderReport(record, pickSamples(record, data)))
  session.outputs.commit()
  session.print(`report       ${relative(process.cwd(), report)}`)
}

/** Compares the first images with the RTL, when Verilator is there. */
async function checkFirst(session: Session, model: string): Promise<string> {
  if (!(await hasTools('verilator', 'g++'))) {
    return 'not checked: Verilator or g++ is missing (apt-get install -y verilator g++ make)'
  }
  const data = await readDataSet({ data: 'mnist', limit: CHECKED })
  const program = mapModel(await readModel(model), PRESETS.edge, CHECKED)
  const settings = { program, data, engines: ['verilator'], ...TIMING } as const
  const { engines, cycles: compared } = await checkLockStep(settings, session)
  return `${engines.join(', ')} equal in ${compared.toLocaleString('en')} cycles, on the first ${CHECKED} images`
}

process.exit(await runSession(start))
