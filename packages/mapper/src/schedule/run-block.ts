import { COMPUTE_REGISTERS } from '@concord/arch'
import type { ActivityTally } from './activity-tally.js'
import type { ClockTape } from './clock-tape.js'
import type { Transfer } from './clock-transfer.js'
import type { Fill } from './fills.js'
import { bankAt, bankCount, type OperationTape } from './operation-tape.js'
import { planOwnership } from './ownership.js'
import { PassRecorder } from './pass-recorder.js'
import { type RunCall, type RunState, tellRuns } from './run-call.js'
import { RunRegisters } from './run-registers.js'
import type { Step } from './steps.js'
import { type Addresses, type MadeTape, makeClockTape } from './tape-maker.js'
import { TupleMap } from './tuple-map.js'
import type { View } from './view.js'
import { WeightBanks } from './weight-banks.js'

/** Banks of a block's operations: its input, its output; the weight banks are the one used last at its start and the other. */
export const BlockBank = { from: 0, to: 1, lastWeights: WeightBanks.ids[0], otherWeights: WeightBanks.ids[1] }

/** By bank of a block: that of the chip. @param last - weight bank used last */
export function bankRoles(from: number, to: number | undefined, last: number): readonly number[] {
  const key = (from << 8) | ((to ?? from) << 1) | last
  const found = ROLES.get(key)
  if (found !== undefined) return found
  const banks = Array.from({ length: 1 + BlockBank.otherWeights }, () => from)
  banks[BlockBank.to] = to ?? from
  banks[BlockBank.lastWeights] = WeightBanks.ids[last]
  banks[BlockBank.otherWeights] = WeightBanks.ids[1 - last]
  ROLES.set(key, banks)
  return banks
}

const ROLES = new Map<number, readonly number[]>()

/** How a tape uses a bank, seen from outside. */
export interface BankUse {
  readonly bank: number
  /** First entry that uses it, and its engine's number; likewise the last one. */
  readonly firstAt: number
  readonly firstEngine: number
  lastAt: number
  lastEngine: number
}

/** A register that a block writes. */
export interface Touch {
  readonly place: number
  /** First RUN in front of which it is written, in the tape and among the operations, what then, and what it holds at the end. */
  readonly at: number
  readonly operation: number
  readonly value: number
  readonly end: number
  /** Values are relative to an address of the input or of the output. */
  readonly base: 'input' | 'output' | undefined
}

/** What a block does to the clock where its neighbours are alike. */
export interface BlockVariant {
  readonly tape: ClockTape
  /** Banks that it takes from others. */
  readonly waits: readonly number[]
  /** Hand-overs to others, in order: the bank and its giver. */
  readonly given: readonly { readonly bank: number; readonly engine: number }[]
  /** By state of the clock. */
  readonly transfers: TupleMap<Transfer>
}

/** The operations of a call, wherever its maps lie. */
export interface RunBlock {
  /** Its RUNs have as many SETs as if every first write changed a register; only what is handed over inside is. */
  readonly tape: ClockTape
  /** Loads and RUNs, with SETs as those of the tape. */
  readonly operations: OperationTape
  /** In the order of the first uses. */
  readonly uses: readonly BankUse[]
  readonly touches: readonly Touch[]
  /** Its first load's entry and address, and the last address of the load engine; undefined without loads. */
  readonly loads: { readonly at: number; readonly first: number; readonly last: number } | undefined
  /** Weight bank used last at the end, 0 being that at the start, and what the banks hold: a fill or what the n-th one held. */
  readonly lastWeights: number
  readonly held: readonly (Fill | number | undefined)[]
  readonly forwards: ReadonlySet<readonly Step[]>
  /** What switches; found out when it is asked for. */
  activity: ActivityTally | undefined
  /** By what its neighbours decide. */
  readonly variants: TupleMap<BlockVariant>
}

/** @param bases - addresses that values are relative to */
export function makeBlock(
  call: RunCall,
  state: RunState,
  bases: Readonly<Record<'input' | 'output', number>>,
): RunBlock {
  const { from, to } = call
  const entryHeld = [state.weights.held[state.weights.last], state.weights.held[1 - state.weights.last]]
  // The weight bank used last comes first
  const weights = new WeightBanks(0, [...entryHeld], state.weights.last === state.weights.lower ? 0 : 1)
  const forwards = call.plan.turning.length > 0 ? new Set(state.forwards) : NO_STEPS
  REGISTERS.beginAnywhere()
  const { file } = REGISTERS
  const recorder = new PassRecorder(REGISTERS)
  tellRuns(
    { ...call, from: inBank(from, BlockBank.from), to: to && inBank(to, BlockBank.to) },
    { weights, forwards },
    recorder,
  )
  const addresses: Addresses = { load: NOWHERE, store: NOWHERE }
  const made = makeClockTape(recorder.tape, planOwnership(recorder.tape, true), addresses)
  call.config.remembered += recorder.tape.numbersKept + made.tape.numbersKept
  return {
    tape: made.tape,
    operations: recorder.tape,
    uses: bankUses(recorder.tape, made),
    touches: file.touched.map(({ place, at, value }): Touch => {
      const base = place === IN_ADDR.number ? 'input' : place === OUT_ADDR.number ? 'output' : undefined
      const relative = (of: number) => (base === undefined ? of : wrapAddress(of - bases[base]))
      return {
        place,
        at: made.places[at],
        operation: at,
        base,
        value: relative(value),
        end: relative(file.values[place]),
      }
    }),
    loads: loadAddresses(recorder.tape, made, addresses.load),
    lastWeights: weights.last,
    held: weights.held.map((fill) => (entryHeld.includes(fill) ? entryHeld.indexOf(fill) : fill)),
    forwards,
    activity: undefined,
    variants: new TupleMap(),
  }
}

/** An address that no register holds. */
const NOWHERE = -1

function inBank(
  { address, first, inputs, region, pixelWords, groups, firstGroup }: View,
  bank: number,
): View {
  return { bank, address, first, inputs, region, pixelWords, groups, firstGroup }
}

/** Used again for each block. */
const REGISTERS = new RunRegisters()
/** Of layers none of whose steps turn. */
const NO_STEPS = new Set<readonly Step[]>()

const { IN_ADDR, OUT_ADDR } = COMPUTE_REGISTERS

const ADDRESSES = 2 ** IN_ADDR.fields.address.bits

/** An address as its registers hold it. */
export function wrapAddress(address: number): number {
  return address & (ADDRESSES - 1)
}

function bankUses(tape: OperationTape, { places }: MadeTape): BankUse[] {
  const uses: BankUse[] = []
  for (let at = 0; at < tape.length; at++) {
    const engine = tape.kindAt(at)
    const banks = tape.banksAt(at)
    const [first, last] = [places[at], places[at + 1] - 1]
    for (let place = 0; place < bankCount(banks); place++) {
      const bank = bankAt(banks, place)
      const use = uses.find((other) => other.bank === bank)
      if (use === undefined) {
        uses.push({ bank, firstAt: first, firstEngine: engine, lastAt: last, lastEngine: engine })
      } else {
        use.lastAt = last
        use.lastEngine = engine
      }
    }
  }
  return uses
}

function loadAddresses({ operations }: OperationTape, { places }: MadeTape, last: number): RunBlock['loads'] {
  const first = operations.findIndex((operation) => operation?.op === 'loadWeights')
  const operation = operations[first]
  if (operation?.op !== 'loadWeights') return undefined
  const part = operation.parts.find(({ words, slots }) => words.count + slots > 0)!
  const address = part.words.count > 0 ? part.word : part.place.slot
  return { at: places[first], first: address, last }
}
