import {
  decodeInstruction,
  POST_MODE,
  REGISTERS,
  type RegisterValues,
  setRegister,
  unpackRegister,
  WIDE_BANK_ID,
} from '@concord/arch'
import type { Choices } from './choices.js'
import type { ItemFault } from './item-fault.js'
import { type ProgramItem, programItem } from './program-items.js'

/** A RUN that works on the wide bank, its place, and the registers that it would work on. */
interface WideRun {
  readonly at: number
  readonly fromWide: boolean
  readonly post: RegisterValues<'POST'>
  readonly scale: RegisterValues<'SCALE'>
  readonly rows: number
}

/** Ways to spoil a program of a chip with a wide bank, each just so much that one check of SCALE must see it. */
export const WIDE_FAULTS: readonly ItemFault[] = [
  function giveWideBankAway(items, choices) {
    const run = pickRun(items, choices)
    if (run === undefined) return
    const to = choices.oneOf(['load', 'store'] as const)
    items.splice(run.at, 0, programItem({ op: 'GIVE', engine: 'compute', bank: WIDE_BANK_ID, to }))
  },
  function moveSlots(items, choices, { paramDepth }) {
    const run = pickRun(items, choices, ({ post }) => post.mode === POST_MODE.SCALE)
    if (run === undefined) return
    const scale = { ...run.scale, multiply: 1 }
    const taken = scale.multiply + scale.add + scale.slope + scale.offset
    // The first slot without room for all parameters, or the last with.
    const slot = paramDepth - taken - run.post.thresholds + (choices.once(3) ? 0 : 1)
    if (slot < 0 || slot > 15) return
    const sets = [setRegister('POST', { ...run.post, slot }), setRegister('SCALE', scale)]
    items.splice(run.at, 0, ...sets.map((set) => programItem(set)))
  },
  function touchWideEnd(items, choices, config) {
    const run = pickRun(items, choices)
    if (run === undefined) return
    const steps = Math.ceil(run.rows / config.postLanes)
    // The first address without room for all steps of the one window, or the last with.
    const end = { address: Math.max(0, config.residualWords - steps) + (choices.once(3) ? 0 : 1) }
    const registers = run.fromWide && choices.flag() ? sourceAt(end) : targetAt(end)
    const touched = choices.oneOf([{}, { residual: 1 }, { write: 1 }])
    const sets = [...registers, setRegister('SCALE', { ...run.scale, ...touched })]
    items.splice(run.at, 0, ...sets.map((set) => programItem(set)))
  },
]

/** Whether a program has a RUN that one of these faults can spoil. */
export function touchesWideBank(items: readonly ProgramItem[]): boolean {
  return wideRuns(items).length > 0
}

type Address = { readonly address: number }

const STILL = { step: 0 }

/** All windows and pixels read the same wide words. */
const sourceAt = (first: Address) => [
  setRegister('IN_ADDR', first),
  setRegister('PIX_DX', STILL),
  setRegister('PIX_DY', STILL),
  setRegister('WIN_DX', STILL),
  setRegister('WIN_DY', STILL),
]

/** All windows have the same residual words and the same words that are written. */
const targetAt = (first: Address) => [
  setRegister('RES_ADDR', first),
  setRegister('RES_DX', STILL),
  setRegister('RES_DY', STILL),
  setRegister('WIDE_ADDR', first),
  setRegister('WIDE_DX', STILL),
  setRegister('WIDE_DY', STILL),
]

function pickRun(
  items: readonly ProgramItem[],
  choices: Choices,
  isSuch: (run: WideRun) => boolean = () => true,
): WideRun | undefined {
  const runs = wideRuns(items).filter(isSuch)
  return runs.length === 0 ? undefined : choices.oneOf(runs)
}

/** The RUNs in SCALE and those of the wide bank, in order; RUNs that save do neither. */
function wideRuns(items: readonly ProgramItem[]): WideRun[] {
  const { POST, SCALE, WEIGHT } = REGISTERS.compute
  const held = new Map<number, number>()
  return items.flatMap(({ engine, word }, at) => {
    const instruction = engine === 'compute' ? decodeInstruction(word) : undefined
    if (instruction?.op === 'SET') held.set(instruction.register, instruction.value)
    if (instruction?.op !== 'RUN' || instruction.save) return []
    const value = ({ number }: { readonly number: number }) => held.get(number) ?? 0
    const post = unpackRegister('POST', value(POST))
    const fromWide = instruction.inBank === WIDE_BANK_ID
    if (post.mode !== POST_MODE.SCALE && !fromWide) return []
    const scale = unpackRegister('SCALE', value(SCALE))
    return [{ at, fromWide, post, scale, rows: unpackRegister('WEIGHT', value(WEIGHT)).rows }]
  })
}
