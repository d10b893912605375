import type { ChipConfig, RegisterValues } from '@concord/arch'
import type { Choices } from './choices.js'
import type { RunGeometry } from './run-geometry.js'

/** Register SCALE and the addresses of the wide words. */
export interface ScaleChoice {
  register: { -readonly [F in keyof RegisterValues<'SCALE'>]: number }
  residual: WindowSteps
  written: WindowSteps
}

/** Address of the first window and its steps. */
export interface WindowSteps {
  address: number
  dx: number
  dy: number
}

/** Cycles of a step besides comparing, at most. */
export const SCALE_OPERATIONS = 13

/** Flags that take a parameter. */
const PARAMETERS = ['multiply', 'add', 'slope', 'offset'] as const

/** Chooses what SCALE does, with no more parameters than there are; addresses come later. */
export function chooseScale(choices: Choices, { vector, paramDepth }: ChipConfig): ScaleChoice {
  const flag = () => Number(choices.flag())
  const register = {
    shift: choices.once(3) ? choices.int(0, 31) : choices.int(0, 9),
    slopeShift: choices.once(3) ? choices.int(0, 31) : choices.int(8, 17),
    ...{ multiply: flag(), add: flag(), residual: flag(), slope: flag(), offset: flag(), write: flag() },
    function: vector ? choices.int(0, 2) : 0,
    gate: vector ? flag() : 0,
    accumulate: vector ? flag() : 0,
  }
  for (const parameter of PARAMETERS) if (taken({ register }) > paramDepth) register[parameter] = 0
  const none = { address: 0, dx: 0, dy: 0 }
  return { register, residual: none, written: none }
}

/** Chooses thresholds and planes behind the parameters that SCALE takes. */
export function chooseQuantiser(choices: Choices, { paramDepth }: ChipConfig, scale: ScaleChoice) {
  const planes = choices.int(0, 4)
  const left = paramDepth - taken(scale)
  const thresholds = planes === 0 ? 0 : choices.int(0, Math.min(15, left))
  return { planes, thresholds, slot: choices.int(0, Math.min(15, left - thresholds)) }
}

/** Puts the wide words of all windows inside the bank; @param words - first words that a window may have */
export function placeScale(
  choices: Choices,
  scale: ScaleChoice,
  { ww, wh }: RunGeometry,
  words: number,
  steps: number,
): void {
  const place = (): WindowSteps => {
    const natural = choices.flag()
    let dx = natural ? steps : choices.int(0, 4) - 2
    let dy = natural ? ww * steps : choices.int(0, 4) - 2
    const low = () => Math.min(0, (ww - 1) * dx) + Math.min(0, (wh - 1) * dy)
    const high = () => Math.max(0, (ww - 1) * dx) + Math.max(0, (wh - 1) * dy)
    if (high() - low() >= words) dx = dy = 0
    return { address: choices.int(-low(), words - 1 - high()), dx, dy }
  }
  scale.residual = place()
  scale.written = place()
}

function taken({ register }: Pick<ScaleChoice, 'register'>): number {
  return PARAMETERS.reduce((sum, parameter) => sum + register[parameter], 0)
}
