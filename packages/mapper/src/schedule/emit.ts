import {
  type ChipConfig,
  type InputSlot,
  type InstructionRange,
  type OutputSlot,
  type OwningEngine,
  packRegister,
  type RegisterName,
  StreamWriter,
  setRegister,
} from '@concord/arch'
import { thresholdPayload, weightPayload } from './fill-payload.js'
import type { PlacedTile } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { LoadFill, LoadInputs, Operation, RegisterSetting, Run, Store } from './operation.js'
import { type HandOver, planOwnership } from './ownership.js'

/** A command stream and what lies where in it. */
export interface Emitted {
  readonly stream: Uint8Array
  readonly inputs: readonly InputSlot[]
  readonly outputs: readonly OutputSlot[]
  readonly outputBytes: number
  /** Instructions of each layer. */
  readonly ranges: readonly InstructionRange[][]
}

/** Writes the operations as a command stream. */
export function emit(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  operations: readonly Operation[],
  payloads: PayloadCache = new PayloadCache(config),
): Emitted {
  const emitter = new Emitter(config, plans, payloads)
  const { initial, around } = planOwnership(operations)
  emitter.begin(initial)
  for (const [i, operation] of operations.entries()) emitter.operation(operation, around[i])
  return emitter.end()
}

/** Weight payloads by tile; the same tile is loaded many times. */
export class PayloadCache {
  readonly #weights = new Map<string, Uint8Array>()

  constructor(readonly config: ChipConfig) {}

  weights(place: PlacedTile): Uint8Array {
    const { planes, firstGroup, groups } = place.plan.stepPlan.tiles[place.tile]
    const key = [place.plan.index, place.rowGroup, planes, firstGroup, groups].join('/')
    const payload = this.#weights.get(key) ?? weightPayload(this.config, place)
    this.#weights.set(key, payload)
    return payload
  }
}

class Emitter {
  readonly #writer: StreamWriter
  /** What each register was last set to: its fields, and packed. */
  readonly #fields = new Map<string, RegisterSetting[1]>()
  readonly #values = new Map<string, number>()
  readonly #inputs: InputSlot[] = []
  readonly #outputs: OutputSlot[] = []
  readonly #ranges: { first: number; last: number }[][]
  readonly #wordBytes: number
  #outputBytes = 0

  constructor(
    config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly payloads: PayloadCache,
  ) {
    this.#writer = new StreamWriter(config)
    this.#wordBytes = config.lanes / 8
    this.#ranges = plans.map(() => [])
  }

  begin(initial: HandOver['give']): void {
    this.#writer.begin()
    this.#give('load', initial)
  }

  operation(operation: Operation, { take, give }: HandOver): void {
    const { engine } = operation
    const first = this.#writer.instructionCount
    if (operation.op === 'run') for (const setting of operation.registers) this.#set(setting)
    for (const bank of take) this.#writer.instruction({ op: 'TAKE', engine, bank })
    if (operation.op === 'loadInputs') this.#loadInputs(operation)
    else if (operation.op === 'loadFill') this.#loadFill(operation)
    else if (operation.op === 'store') this.#store(operation)
    else this.#run(operation)
    this.#give(engine, give)
    if (operation.op === 'run') this.#count(operation.layer, first)
  }

  end(): Emitted {
    this.#writer.end()
    const stream = this.#writer.bytes()
    const [inputs, outputs, outputBytes, ranges] = [
      this.#inputs,
      this.#outputs,
      this.#outputBytes,
      this.#ranges,
    ]
    return { stream, inputs, outputs, outputBytes, ranges }
  }

  #loadInputs({ bank, first, inputs }: LoadInputs): void {
    const { inWords } = this.plans[0]
    this.#set(['LOAD_ADDR', { address: first * inWords }])
    this.#writer.instruction({ op: 'LOAD_ACT', bank, count: inputs.length * inWords })
    const bytes = inWords * this.#wordBytes
    for (const input of inputs) {
      this.#inputs.push({ input, byteOffset: this.#writer.byteLength, bytes, packedOffset: 0 })
      this.#writer.words(new Uint8Array(bytes))
    }
  }

  #loadFill({ weightBank: bank, fill }: LoadFill): void {
    for (const place of fill.tiles) {
      const { plan, rowGroup, words, word, slots, slot } = place
      const { rows } = plan.rowGroups[rowGroup]
      const first = this.#writer.instructionCount
      this.#set(['LOAD_ADDR', { address: word }])
      this.#writer.instruction({ op: 'LOAD_WEIGHTS', bank, words, rows }).words(this.payloads.weights(place))
      if (slots > 0) {
        this.#set(['LOAD_ADDR', { address: slot }])
        this.#writer.instruction({ op: 'LOAD_THRESHOLDS', bank, slots, rows })
        this.#writer.thresholds(thresholdPayload(place))
      }
      this.#count(plan.index, first)
    }
  }

  #run({ weightBank, inBank, outBank, pairs, load, save }: Run): void {
    this.#writer.instruction({ op: 'RUN', weightBank, inBank, outBank, pairs, load, save })
  }

  #store({ bank, inputs }: Store): void {
    const { plane, outWords } = this.plans[this.plans.length - 1]
    this.#set(['STORE_ADDR', { address: 0 }])
    this.#writer.instruction({ op: 'STORE', bank, count: inputs.length * outWords })
    const bytes = outWords * this.#wordBytes
    const classes = plane.layer.output.channels
    for (const input of inputs) {
      const byteOffset = this.#outputBytes
      this.#outputs.push({ input, byteOffset, bytes, firstClass: 0, classes, planes: plane.outPlanes })
      this.#outputBytes += bytes
    }
  }

  #give(engine: OwningEngine, give: HandOver['give']): void {
    for (const { bank, to } of give) this.#writer.instruction({ op: 'GIVE', engine, bank, to })
  }

  /** Writes a register unless it already holds the value; all are 0 after reset, table entries are unknown. */
  #set([name, values]: RegisterSetting): void {
    const isPair = name === 'PAIR'
    const key = isPair ? `PAIR ${(values as { index: number }).index}` : name
    const known = this.#fields.get(key)
    if (known !== undefined && sameFields(known, values)) return
    this.#fields.set(key, values)
    const value = packRegister(name as RegisterName, values)
    if ((this.#values.get(key) ?? (isPair ? -1 : 0)) === value) return
    this.#values.set(key, value)
    this.#writer.instruction(setRegister(name as RegisterName, values))
  }

  /** Adds the instructions since `first` to a layer. */
  #count(layer: number, first: number): void {
    const ranges = this.#ranges[layer]
    const last = this.#writer.instructionCount - 1
    const before = ranges.at(-1)
    if (before?.last === first - 1) before.last = last
    else ranges.push({ first, last })
  }
}

function sameFields(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  for (const key in a) if (a[key] !== b[key]) return false
  return true
}
