import {
  COUNTER_NAMES,
  type Counters,
  type LayerInfo,
  type Program,
  parseStream,
  programPasses,
  programSha256,
} from '@concord/arch'
import { scoreCount } from '@concord/mapper'
import type { StreamTiming } from '@concord/sim'
import type { Engine } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import type { LoadedProgram } from '../io/load-program.js'
import { formatNumber } from '../session/numbers.js'
import type { Classified } from './classify.js'
import type { CountedActivity } from './count-activity.js'
import type { ProgramCycles } from './count-program.js'
import { splitCycles, totalOf } from './cycle-split.js'
import { hostRecord } from './host-record.js'
import { priceArea, priceEnergy } from './price.js'
import type { Provenance } from './provenance.js'
import type { CycleSplit, LayerRecord, RunRecord } from './record.js'

/** Everything a record is made of. */
export interface RunParts {
  readonly loaded: LoadedProgram
  readonly data: DataSet
  readonly engine: Engine
  readonly options: Required<StreamTiming>
  readonly report: ProgramCycles
  readonly classified: Classified
  readonly counted: CountedActivity
  readonly provenance: Provenance
}

/** Puts the record of a run together. */
export function buildRecord(parts: RunParts): RunRecord {
  const { loaded, data, engine, options, report, classified, counted, provenance } = parts
  const { program, file, sha256 } = loaded
  const { config, batch, stream, outputBytes, layers } = program
  const { results, executions } = classified
  const { cycles } = report
  const { clockMhz } = config
  const perInput = (cycles * executions) / data.count
  const correct = data.labels ? countCorrect(results, data.labels) : null
  const energy = priceEnergy(config, counted, { inputs: data.count, executions, perExecution: cycles })
  const area = priceArea(config)
  return {
    concord: provenance.concord,
    model: { file, sha256 },
    program: {
      sha256: programSha256(program),
      batch,
      instructions: countInstructions(program),
      streamBytes: stream.length,
      outputBytes,
    },
    chip: config.name,
    chipConfig: config,
    engine: engine.name,
    tools: { ...provenance.tools, ...engine.tools },
    stream: { inputInterval: options.inputInterval, outputInterval: options.outputInterval },
    data: { name: data.name, shape: data.shape },
    inputs: data.count,
    correct,
    accuracy: correct === null ? null : correct / data.count,
    confusion: data.labels ? confusionOf(results, data.labels, scoreCount(program)) : null,
    results: Array.from(results),
    cycles: {
      total: cycles * executions,
      perInput,
      perExecution: cycles,
      executions,
      basis: cyclesBasis(program, data.count, executions, engine.name),
    },
    time: {
      clockMhz,
      inputsPerSecond: (clockMhz * 1e6) / perInput,
      microsecondsPerInput: perInput / clockMhz,
    },
    utilisation: useOf(program, sumMacs(layers) * batch, cycles),
    stalls: stallsOf(report.counters),
    counters: report.counters,
    layers: layerRecords(program, report),
    host: hostRecord(program),
    switching: counted,
    energyPerInputNj: energy.total,
    energy,
    areaUm2: area.total,
    area,
  }
}

/** Instructions of all passes. */
export function countInstructions(program: Program): number {
  return programPasses(program).reduce(
    (sum, { stream }) => sum + parseStream(program.config, stream).length,
    0,
  )
}

function countCorrect(results: Uint16Array, labels: readonly number[]): number {
  return results.reduce((correct, result, i) => correct + Number(result === labels[i]), 0)
}

/** [label][result]; labels beyond the classes get rows of their own. */
function confusionOf(results: Uint16Array, labels: readonly number[], classes: number): number[][] {
  const size = labels.reduce((most, label) => Math.max(most, label + 1), classes)
  const confusion = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (const [i, result] of results.entries()) confusion[labels[i]][result]++
  return confusion
}

function stallsOf(counters: Counters): Record<string, number> {
  const names = COUNTER_NAMES.filter((name) => /Wait/.test(name))
  return Object.fromEntries(names.map((name) => [name, counters[name]]))
}

function layerRecords(program: Program, report: ProgramCycles): LayerRecord[] {
  const { layers, rest } = splitCycles(program, report.passes)
  const record = (layer: LayerInfo, split: CycleSplit): LayerRecord => {
    const { name, kind, place, inputShape, outputShape, actPlanes, weightPlanes, macs, words } = layer
    const total = totalOf(split)
    const use = total === 0 ? 0 : useOf(program, laneOperations(layer) * program.batch, total)
    return {
      ...{ name, kind, place, inputShape, outputShape, actPlanes, weightPlanes, macs, words },
      cycles: { ...split, total },
      utilisation: use,
    }
  }
  const records = program.layers.map((layer, i) => record(layer, layers[i]))
  const outside: LayerInfo = {
    ...{ name: 'start and end', kind: 'overhead', place: 'chip', inputShape: [], outputShape: [] },
    ...{ actPlanes: 0, weightPlanes: 0, macs: 0, words: 0, instructions: [] },
  }
  return totalOf(rest) === 0 ? records : [...records, record(outside, rest)]
}

/** Single-bit products that a layer needs for one input: one for each MAC and pair of planes. */
function laneOperations({ macs, actPlanes, weightPlanes }: LayerInfo): number {
  return macs * actPlanes * weightPlanes
}

function sumMacs(layers: readonly LayerInfo[]): number {
  return layers.reduce((sum, layer) => sum + (layer.place === 'chip' ? laneOperations(layer) : 0), 0)
}

function useOf({ config }: Program, operations: number, cycles: number): number {
  return operations / (cycles * config.rows * config.lanes)
}

function cyclesBasis({ batch }: Program, inputs: number, executions: number, engine: string): string {
  const empty = executions * batch - inputs
  const filled = empty === 0 ? '' : `, the last of them filled up with ${formatNumber(empty)} empty inputs`
  const source =
    engine === 'fast' ? 'exact, in closed form' : `exact, in closed form and by the ${engine} engine`
  return (
    `Cycles of one execution (${source}) times ${formatNumber(executions)} executions of ${formatNumber(batch)} ` +
    `inputs${filled}; they do not depend on the data.`
  )
}
