import {
  type ChipConfig,
  type Instruction,
  KERNEL_MAX,
  type SetInstruction,
  setRegister,
} from '@concord/arch'

/** SETs of compute registers to a size of 0 or just too large; RUN reports SIZE (or OPCODE or ADDRESS for POST). */
export function illegalSizes({ lanes, rows, pairDepth, paramDepth }: ChipConfig): SetInstruction[] {
  const one = { kw: 1, kh: 1, dilationLog2X: 0, dilationLog2Y: 0 }
  return [
    setRegister('SIZE', { width: 0, height: 3 }),
    setRegister('SIZE', { width: 3, height: 0 }),
    setRegister('KERNEL', { ...one, kw: 0 }),
    setRegister('KERNEL', { ...one, kh: 0 }),
    setRegister('KERNEL', { ...one, kw: KERNEL_MAX + 1 }),
    setRegister('KERNEL', { ...one, kh: KERNEL_MAX + 1 }),
    setRegister('WINDOW', { pw: 0, ph: 1 }),
    setRegister('WINDOW', { pw: 1, ph: 0 }),
    setRegister('WINDOW', { pw: 2, ph: 1 }),
    setRegister('COUNT', { ww: 0, wh: 1 }),
    setRegister('COUNT', { ww: 1, wh: 0 }),
    setRegister('GROUPS', { groups: 0, lastValid: 1 }),
    setRegister('GROUPS', { groups: 1, lastValid: 0 }),
    setRegister('GROUPS', { groups: 1, lastValid: lanes + 1 }),
    setRegister('WEIGHT', { rows: 0 }),
    setRegister('WEIGHT', { rows: rows + 1 }),
    ...(pairDepth < 16 ? [setRegister('PAIR', { index: pairDepth })] : []),
    setRegister('POST', { mode: 0, thresholds: 2, planes: 1 }),
    setRegister('POST', { mode: 0, thresholds: 1, planes: 2 }),
    setRegister('POST', { mode: 0, thresholds: 1, planes: 1, slot: Math.min(15, paramDepth) }),
    setRegister('POST', { mode: 0, thresholds: 1, planes: 1, segment: 15 }),
    setRegister('POST', { mode: 1, thresholds: 0, planes: 1 }),
    setRegister('POST', { mode: 1, thresholds: 1, planes: 5 }),
    setRegister('POST', { mode: 2, planes: 0 }),
    setRegister('POST', { mode: 2, planes: 31 }),
    setRegister('POST', { mode: 3, thresholds: 1, planes: 1, slot: Math.min(15, paramDepth) }),
    setRegister('POST', { mode: 3, thresholds: 1, planes: 1, slot: paramDepth - 1 }),
    setRegister('POST', { mode: 3, thresholds: 0, planes: 5 }),
    setRegister('POST', { mode: 3, thresholds: 1, planes: 0 }),
    setRegister('SCALE', { function: 3 }),
    setRegister('SCALE', { gate: 1 }),
  ]
}

/** The same instruction with a count of 0, or one too many. */
export function illegalCounts({ rows, pairDepth }: ChipConfig, instruction: Instruction): Instruction[] {
  switch (instruction.op) {
    case 'LOAD_ACT':
    case 'STORE':
      return [{ ...instruction, count: 0 }]
    case 'LOAD_WEIGHTS':
      return [
        { ...instruction, words: 0 },
        { ...instruction, rows: 0 },
        { ...instruction, rows: rows + 1 },
      ]
    case 'LOAD_THRESHOLDS':
      return [
        { ...instruction, slots: 0 },
        { ...instruction, rows: 0 },
        { ...instruction, rows: rows + 1 },
      ]
    case 'RUN':
      return [
        { ...instruction, pairs: 0 },
        { ...instruction, pairs: pairDepth + 1 },
      ]
    default:
      return []
  }
}
