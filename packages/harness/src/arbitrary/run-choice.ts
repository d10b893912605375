import { type ChipConfig, chipGeometry, POST_MODE } from '@concord/arch'
import type { Choices } from './choices.js'
import { type Extent, empty, include, type RunGeometry, spanOf, walkRun } from './run-geometry.js'
import {
  chooseQuantiser,
  chooseScale,
  placeScale,
  SCALE_OPERATIONS,
  type ScaleChoice,
} from './scale-choice.js'

/** A legal RUN: geometry, bases that keep every address inside its memory, and what the post unit does. */
export interface RunChoice {
  geometry: RunGeometry
  inAddr: number
  padAddr: number
  weightAddr: number
  lastValid: number
  rowsUsed: number
  load: boolean
  save: boolean
  /** Weights lie in both banks. */
  both: boolean
  /** The values come from the wide bank. */
  wideSource: boolean
  mode: number
  thresholds: number
  planes: number
  slot: number
  segment: number
  outAddr: number
  outDx: number
  outDy: number
  outDp: number
  scale: ScaleChoice
}

/** Words of one RUN, and cycles the post unit may take for it, at most. */
const WORD_BUDGET = 300
const POST_BUDGET = 900

/** Chooses a RUN that is legal on this chip, whatever the choices. */
export function chooseRun(choices: Choices, config: ChipConfig): RunChoice {
  const load = choices.once(4)
  const save = choices.once(4)
  const both = choices.once(4)
  const weightWords = (both ? 2 : 1) * config.weightDepth
  const { BIN, MULTI, RAW, SCALE } = POST_MODE
  const wideSource = config.vector && choices.once(2)
  const modes = [BIN, MULTI, ...(wideSource && !save ? [] : [RAW])]
  const mode = choices.oneOf(config.residualWords > 0 ? [...modes, SCALE, SCALE, SCALE] : modes)
  const geometry = chooseGeometry(choices, config, weightWords)
  if (wideSource) useWide(geometry)
  if (mode === POST_MODE.RAW && !save) geometry.pw = geometry.ph = 1
  const scales = mode === SCALE
  const most =
    scales || wideSource ? Math.min(config.rows, config.residualWords * config.postLanes) : config.rows
  const rowsUsed = choices.flag() ? choices.int(1, most) : most
  const scale = chooseScale(choices, config)
  const post = choosePost(choices, config, mode, scale)
  const operations = scales ? post.thresholds + SCALE_OPERATIONS : post.thresholds
  const wordsPerPlane = Math.ceil(rowsUsed / chipGeometry(config).segment)
  const postCost = () =>
    geometry.pw *
      geometry.ph *
      geometry.ww *
      geometry.wh *
      operations *
      Math.ceil(rowsUsed / config.postLanes) +
    geometry.ww * geometry.wh * post.planes * wordsPerPlane
  const wordCost = () =>
    geometry.kw * geometry.kh * geometry.groups * geometry.pairs.length * pixelsOf(geometry)
  for (const field of ['wh', 'ww', 'ph', 'pw', 'kh', 'kw'] as const) {
    const tooMany = (load || save) && pixelsOf(geometry) > config.accDepth
    if (tooMany || wordCost() > WORD_BUDGET || (!save && postCost() > POST_BUDGET)) geometry[field] = 1
  }
  const steps = Math.ceil(rowsUsed / config.postLanes)
  const words = wideSource ? config.residualWords - steps + 1 : config.actWords
  fitSteps(geometry, words, weightWords)
  placeScale(choices, scale, geometry, scales ? config.residualWords - steps + 1 : 1, steps)
  const { act, pad, weight } = walkRun(geometry)
  return {
    geometry,
    inAddr: place(choices, act, words),
    // Also without padding a pixel outside the input has the pad word of the wide bank
    padAddr: place(choices, wideSource ? only(geometry.pairs[0].aOff) : pad, words),
    weightAddr: place(choices, weight, weightWords),
    lastValid: choices.flag() ? choices.int(1, config.lanes) : config.lanes,
    ...{ rowsUsed, load, save, both, wideSource, mode, ...post, scale },
    ...chooseOutput(choices, config, geometry, post.planes, wordsPerPlane),
  }
}

function chooseGeometry(choices: Choices, config: ChipConfig, weightWords: number): RunGeometry {
  const groups = choices.int(1, Math.min(4, weightWords))
  const pairCount = choices.int(1, Math.min(config.pairDepth, 4))
  const kernel = () => (choices.once(8) ? choices.int(1, 11) : choices.int(1, 3))
  const size = () => (choices.once(10) ? 4095 : choices.int(1, 7))
  const [kw, kh, width, height] = [kernel(), kernel(), size(), size()]
  const natural = choices.once(3)
  const pixelWords = groups * pairCount
  const line = width * pixelWords
  const step = () => choices.int(0, 6) - 3
  const dilationLog2X = choices.once(3) ? choices.int(1, 3) : 0
  const dilationLog2Y = choices.once(3) ? choices.int(1, 3) : 0
  const [sx, sy, wx, wy] = [choices.int(0, 3), choices.int(0, 3), choices.int(0, 5), choices.int(0, 5)]
  return {
    ...{ kw, kh, width, height, groups, dilationLog2X, dilationLog2Y, sx, sy, wx, wy },
    originX: choices.int(0, 9) - 5,
    originY: choices.int(0, 9) - 5,
    pw: choices.int(1, 3),
    ph: choices.int(1, 3),
    ww: choices.int(1, 4),
    wh: choices.int(1, 4),
    pad: choices.once(3),
    tapDx: natural ? pixelWords << dilationLog2X : step(),
    tapDy: natural ? line << dilationLog2Y : step(),
    pixDx: natural ? sx * pixelWords : step(),
    pixDy: natural ? sy * line : step(),
    winDx: natural ? wx * pixelWords : step(),
    winDy: natural ? wy * line : step(),
    wdx: natural ? groups : choices.int(0, 3) - 1,
    wdy: natural ? kw * groups : choices.int(0, 3) - 1,
    pairs: Array.from({ length: pairCount }, (_, i) => ({
      aOff: natural ? i * groups : choices.int(0, 3),
      wOff: natural ? Math.min(255, i * kw * kh * groups) : choices.int(0, 3),
      double: choices.flag(),
      negate: choices.flag(),
    })),
  }
}

/** Drops the steps that would need more memory than there is. */
function fitSteps(geometry: RunGeometry, words: number, weightWords: number): void {
  const { act, pad, weight } = walkRun(geometry)
  if (spanOf(act) >= words || spanOf(pad) >= words) {
    for (const step of ['tapDx', 'tapDy', 'pixDx', 'pixDy', 'winDx', 'winDy'] as const) geometry[step] = 0
    for (const pair of geometry.pairs) pair.aOff = 0
  }
  if (spanOf(weight) >= weightWords) {
    geometry.wdx = geometry.wdy = 0
    for (const pair of geometry.pairs) pair.wOff = 0
  }
}

/** A RUN of the wide bank has one word a pixel. */
function useWide(geometry: RunGeometry): void {
  geometry.kw = geometry.kh = geometry.groups = 1
  geometry.pairs = geometry.pairs.slice(0, 1)
}

function choosePost(choices: Choices, config: ChipConfig, mode: number, scale: ScaleChoice) {
  // With rows >= lanes the chip ignores it.
  const segment = choices.int(
    0,
    config.rows < config.lanes ? Math.min(15, config.lanes / config.rows - 1) : 15,
  )
  if (mode === POST_MODE.SCALE) return { ...chooseQuantiser(choices, config, scale), segment }
  const multi = mode === POST_MODE.MULTI
  const thresholds = multi ? choices.int(1, Math.min(15, config.paramDepth)) : 1
  const planesMax = multi ? 4 : mode === POST_MODE.RAW ? Math.min(31, config.accBits) : 1
  return {
    thresholds,
    planes: choices.int(1, planesMax),
    slot: choices.int(0, Math.min(15, config.paramDepth - thresholds)),
    segment,
  }
}

function chooseOutput(choices: Choices, config: ChipConfig, run: RunGeometry, planes: number, words: number) {
  const natural = choices.flag()
  const step = () => choices.int(0, 4) - 2
  const steps = {
    outDx: natural ? planes * words : step(),
    outDy: natural ? run.ww * planes * words : step(),
    outDp: natural ? words : step(),
  }
  const reach = () => {
    const extent = empty()
    for (const y of [0, run.wh - 1])
      for (const x of [0, run.ww - 1])
        for (const p of [0, planes - 1])
          include(extent, x * steps.outDx + y * steps.outDy + p * steps.outDp, words - 1)
    return extent
  }
  if (spanOf(reach()) >= config.actWords) steps.outDx = steps.outDy = steps.outDp = 0
  return { ...steps, outAddr: place(choices, reach(), config.actWords) }
}

function pixelsOf({ pw, ph, ww, wh }: RunGeometry): number {
  return pw * ph * ww * wh
}

/** A base that puts all addresses of an extent inside `0..words - 1`; anything when there are none. */
function place(choices: Choices, { min, max }: Extent, words: number): number {
  return max < min ? choices.int(0, words - 1) : choices.int(-min, words - 1 - max)
}

function only(address: number): Extent {
  return { min: address, max: address }
}
