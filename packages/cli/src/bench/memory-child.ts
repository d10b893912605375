import { openFast } from '../engines/fast-engine.js'
import { readDataSet } from '../io/data-set.js'
import { loadProgram } from '../io/load-program.js'
import { classifyAll } from '../run/classify.js'
import { countProgram } from '../run/count-program.js'
import { Session } from '../session/session.js'
import { BENCH_CHIP, BENCH_MODEL } from './bench-program.js'
import { peakMemoryMiB } from './peak-memory.js'

/** Runs the 10,000 MNIST test images and prints the most memory this process had in use, in MiB. */
const session = new Session()
const data = await readDataSet({ data: 'mnist' })
const { program } = await loadProgram(BENCH_MODEL, { chip: BENCH_CHIP, batch: undefined, data }, session)
const count = countProgram(program)
const { results } = await classifyAll(program, openFast(program, {}), data, count, session)
const peakRssMiB = peakMemoryMiB()
process.stdout.write(JSON.stringify({ inputs: results.length, peakRssMiB }))
