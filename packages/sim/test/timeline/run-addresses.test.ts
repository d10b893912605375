import { type ChipConfig, chipGeometry, PRESETS, setRegister } from '@concord/arch'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ComputeRegisters } from '../../src/step/compute-registers.js'
import { type Axis, AxisCache } from '../../src/timeline/axis.js'
import { addressesInside } from '../../src/timeline/run-addresses.js'
import { randomIntegers } from '../support/random.js'

const CONFIG: ChipConfig = { ...PRESETS.nano, actWords: 40, weightDepth: 13 }
const { actAddressBits, weightAddressBits } = chipGeometry(CONFIG)

/** Registers whose addresses are as often inside as outside, some only because they wrap. */
function randomRegisters(seed: number): ComputeRegisters {
  const next = randomIntegers(seed)
  const step = (range: number) =>
    next(3) === 0 ? next(2 ** actAddressBits) - 2 ** (actAddressBits - 1) : next(range)
  const registers = new ComputeRegisters(actAddressBits, weightAddressBits, CONFIG.pairDepth)
  const set = (...instruction: Parameters<typeof setRegister>) => {
    const { register, value } = setRegister(...instruction)
    registers.eval(true, register, value)
    registers.tick()
  }
  set('IN_ADDR', { address: step(12) })
  set('ORIGIN', { x: next(4) - 2, y: next(4) - 2 })
  set('SIZE', { width: 1 + next(4), height: 1 + next(4) })
  set('KERNEL', { kw: 1 + next(3), kh: 1 + next(3), dilationLog2X: next(2), dilationLog2Y: next(2) })
  set('TAP_DX', { step: step(3) })
  set('TAP_DY', { step: step(4) })
  set('STRIDE', { sx: next(3), sy: next(3), wx: next(3), wy: next(3) })
  set('PIX_DX', { step: step(3) })
  set('PIX_DY', { step: step(3) })
  set('WIN_DX', { step: step(3) })
  set('WIN_DY', { step: step(3) })
  set('WINDOW', { pw: 1 + next(2), ph: 1 + next(2) })
  set('COUNT', { ww: 1 + next(3), wh: 1 + next(2) })
  set('GROUPS', { groups: 1 + next(2), lastValid: 1 })
  set('WEIGHT', { address: next(12), rows: 1 + next(CONFIG.rows) })
  set('W_STEP', { wdx: next(3) - next(2), wdy: next(3) - next(2) })
  set('PAD', { address: step(40), enable: next(2) })
  set('POST', { mode: 1, thresholds: 1, planes: 1 + next(3) })
  set('OUT_ADDR', { address: step(30) })
  set('OUT_DX', { step: step(4) })
  set('OUT_DY', { step: step(4) })
  set('OUT_DP', { step: step(4) })
  for (const index of [0, 1]) set('PAIR', { index, aOff: next(6), wOff: next(4) })
  return registers
}

/** Every address of §6 of docs/architecture.md, one by one. */
function bruteForce(
  r: ComputeRegisters,
  pairs: number,
  save: boolean,
  both: boolean,
  x: Axis,
  y: Axis,
): boolean {
  const weightWords = (both ? 2 : 1) * CONFIG.weightDepth
  const act = (address: number) => (address & (2 ** actAddressBits - 1)) < CONFIG.actWords
  const weight = (address: number) => (address & (2 ** weightAddressBits - 1)) < weightWords
  let inside = true
  for (let iy = 0; iy < r.wh * r.ph; iy++) {
    for (let ix = 0; ix < r.ww * r.pw; ix++) {
      const [wy, py] = [Math.floor(iy / r.ph), iy % r.ph]
      const [wx, px] = [Math.floor(ix / r.pw), ix % r.pw]
      const pixel = r.inAddr + wy * r.winDy + py * r.pixDy + wx * r.winDx + px * r.pixDx
      for (let ky = 0; ky < r.kh; ky++) {
        for (let kx = 0; kx < r.kw; kx++) {
          const within = ((x.masks[ix]! >> kx) & (y.masks[iy]! >> ky) & 1) === 1
          if (!within && !r.pad) continue
          const tap = within ? pixel + ky * r.tapDy + kx * r.tapDx : r.padAddr
          for (const { aOff, wOff } of r.pairs.slice(0, pairs)) {
            for (let g = 0; g < r.groups; g++) {
              inside &&= act(tap + aOff + g) && weight(r.weight + wOff + ky * r.wDy + kx * r.wDx + g)
            }
          }
        }
      }
      for (let plane = 0; !save && plane < r.planes; plane++) {
        inside &&= act(r.outAddr + wy * r.outDy + wx * r.outDx + plane * r.outDp)
      }
    }
  }
  return inside
}

it('addresses are found inside exactly when each of them is', () => {
  const verdicts = { true: 0, false: 0 }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fffffff }), fc.boolean(), fc.boolean(), (seed, save, both) => {
      const r = randomRegisters(seed)
      const pairs = 1 + (seed & 1)
      const axes = new AxisCache()
      const [x, y] = [axes.x(r), axes.y(r)]
      const expected = bruteForce(r, pairs, save, both, x, y)
      verdicts[`${expected}`]++
      expect(
        addressesInside(CONFIG, r, { pairs, both, emits: !save, scales: false, wideSource: false }, x, y),
      ).toBe(expected)
    }),
    { numRuns: 3000 },
  )
  expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(50)
})
