import { type Activity, COMPUTE_REGISTERS } from '@concord/arch'
import { ActivityTally } from './activity-tally.js'
import type { Transfer } from './clock-transfer.js'
import type { Fill } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import { bankAt, bankCount, type OperationTape } from './operation-tape.js'
import { type Ownership, planOwnership } from './ownership.js'
import { PassRecorder } from './pass-recorder.js'
import { type RunCall, type RunState, tellRuns } from './run-call.js'
import { RunRegisters } from './run-registers.js'
import type { Step } from './steps.js'
import { WeightBanks } from './weight-banks.js'

/** Banks of a block's operations: its input, its output; the weight banks are the one used last at its start and the other. */
export const BlockBank = { from: 0, to: 1, lastWeights: WeightBanks.ids[0], otherWeights: WeightBanks.ids[1] }

/** How operations use a bank, seen from outside. */
export interface BankUse {
  readonly bank: number
  /** First operation, the place of the bank among its banks, and its engine's number; likewise of the last one. */
  readonly firstAt: number
  readonly firstPlace: number
  readonly firstEngine: number
  lastAt: number
  lastEngine: number
}

/** A register that a block writes. */
export interface Touch {
  readonly place: number
  /** First RUN in front of which it is written, what then, and what it holds at the end. */
  readonly at: number
  readonly value: number
  readonly end: number
  /** Values are relative to an address of the input or of the output. */
  readonly base: 'input' | 'output' | undefined
}

/** The operations of a call, wherever its maps lie: what they do to the chip's time is found out once for each state of the clock. */
export interface RunBlock {
  /** Its RUNs have as many SETs as if every first write changed a register. */
  readonly tape: OperationTape
  /** Of what is handed over inside. */
  readonly ownership: Ownership
  /** In the order of the first uses. */
  readonly uses: readonly BankUse[]
  readonly touches: readonly Touch[]
  /** First and last address of the load engine; undefined without loads. */
  readonly loads: { readonly first: number; readonly last: number } | undefined
  /** Weight bank used last at the end, 0 being that at the start, and what the banks hold: a fill or what the n-th one held. */
  readonly lastWeights: number
  readonly held: readonly (Fill | number | undefined)[]
  readonly forwards: ReadonlySet<readonly Step[]>
  /** What switches; found out when it is asked for. */
  activity: Activity | undefined
  readonly transfers: Map<string, Transfer>
}

/** Steps of a layer whose direction is remembered. */
export function turningSteps({ rowClasses }: LayerPlan): readonly (readonly Step[])[] {
  return rowClasses.filter(({ stepPlan }) => stepPlan.turns).map(({ stepPlan }) => stepPlan.steps)
}

/** @param bases - addresses that values are relative to */
export function makeBlock(
  call: RunCall,
  state: RunState,
  bases: Readonly<Record<'input' | 'output', number>>,
): RunBlock {
  const { from, to } = call
  const entryHeld = [state.weights.held[state.weights.last], state.weights.held[1 - state.weights.last]]
  const weights = new WeightBanks(0, [...entryHeld])
  const forwards = new Set(state.forwards)
  const registers = new RunRegisters()
  const { file } = registers
  file.beginAnywhere()
  const recorder = new PassRecorder({}, registers)
  const views = { from: { ...from, bank: BlockBank.from }, to: to && { ...to, bank: BlockBank.to } }
  tellRuns({ ...call, ...views }, { weights, forwards }, recorder)
  const { tape } = recorder
  tape.trim()
  return {
    tape,
    ownership: planOwnership(tape, true),
    uses: bankUses(tape),
    touches: file.touched.map(({ place, at, value }): Touch => {
      const base = BASES.get(place)
      const relative = (of: number) => (base === undefined ? of : wrapAddress(of - bases[base]))
      return { place, at, base, value: relative(value), end: relative(file.values[place]) }
    }),
    loads: loadAddresses(tape),
    lastWeights: weights.last,
    held: weights.held.map((fill) => (entryHeld.includes(fill) ? entryHeld.indexOf(fill) : fill)),
    forwards,
    activity: undefined,
    transfers: new Map(),
  }
}

/** What switches in a call. */
export function callActivity(call: RunCall, { weights, forwards }: RunState): Activity {
  const tally = new ActivityTally(call.config)
  const copy = { weights: new WeightBanks(weights.last, [...weights.held]), forwards: new Set(forwards) }
  tellRuns(call, copy, {
    loadWeights: (_bank, parts) => tally.loadParts(parts),
    run: (_banks, run) => tally.runOf(run),
  })
  return tally.activity
}

const BASES = new Map<number, 'input' | 'output'>([
  [COMPUTE_REGISTERS.IN_ADDR.number, 'input'],
  [COMPUTE_REGISTERS.OUT_ADDR.number, 'output'],
])

const ADDRESSES = 2 ** COMPUTE_REGISTERS.IN_ADDR.fields.address.bits

/** An address as its registers hold it. */
export function wrapAddress(address: number): number {
  return address & (ADDRESSES - 1)
}

function bankUses({ length, kinds, banks }: OperationTape): BankUse[] {
  const uses = new Map<number, BankUse>()
  for (let at = 0; at < length; at++) {
    for (let place = 0; place < bankCount(banks[at]); place++) {
      const bank = bankAt(banks[at], place)
      const use = uses.get(bank)
      const engine = kinds[at]
      if (use === undefined) {
        const first = { firstAt: at, firstPlace: place, firstEngine: engine }
        uses.set(bank, { bank, ...first, lastAt: at, lastEngine: engine })
      } else {
        use.lastAt = at
        use.lastEngine = engine
      }
    }
  }
  return [...uses.values()]
}

function loadAddresses({ operations }: OperationTape): RunBlock['loads'] {
  const addresses: number[] = []
  for (const operation of operations) {
    if (operation?.op !== 'loadWeights') continue
    for (const { place, words, slots } of operation.parts) {
      if (words.count > 0) addresses.push(place.word + words.first)
      if (slots > 0) addresses.push(place.slot)
    }
  }
  return addresses.length === 0 ? undefined : { first: addresses[0], last: addresses[addresses.length - 1] }
}
