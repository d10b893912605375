import { POST_MODE, packRegister, REGISTERS } from '@concord/arch'
import type { RunChoice } from './run-choice.js'
import type { ScaleChoice } from './scale-choice.js'

/** Low bits of an address field; the chip keeps fewer still. */
const ADDRESS_MASK = 0xffffff
const PAD_ADDRESS_MASK = 0x3ffff

/** One SET: register number and 24-bit value. */
export interface RegisterSetting {
  readonly register: number
  readonly value: number
}

/** The compute registers that make a RUN do what was chosen. */
export function runRegisters(run: RunChoice): RegisterSetting[] {
  const g = run.geometry
  const { compute } = REGISTERS
  const address = (name: keyof typeof compute, value: number) => ({
    register: compute[name].number,
    value: value & ADDRESS_MASK,
  })
  const packed = (name: keyof typeof compute, value: number) => ({ register: compute[name].number, value })
  return [
    address('IN_ADDR', run.inAddr),
    packed('ORIGIN', packRegister('ORIGIN', { x: g.originX, y: g.originY })),
    packed('SIZE', packRegister('SIZE', { width: g.width, height: g.height })),
    packed(
      'KERNEL',
      packRegister('KERNEL', {
        kw: g.kw,
        kh: g.kh,
        dilationLog2X: g.dilationLog2X,
        dilationLog2Y: g.dilationLog2Y,
      }),
    ),
    address('TAP_DX', g.tapDx),
    address('TAP_DY', g.tapDy),
    packed('STRIDE', packRegister('STRIDE', { sx: g.sx, sy: g.sy, wx: g.wx, wy: g.wy })),
    address('PIX_DX', g.pixDx),
    address('PIX_DY', g.pixDy),
    address('WIN_DX', g.winDx),
    address('WIN_DY', g.winDy),
    packed('WINDOW', packRegister('WINDOW', { pw: g.pw, ph: g.ph })),
    packed('COUNT', packRegister('COUNT', { ww: g.ww, wh: g.wh })),
    packed('GROUPS', packRegister('GROUPS', { groups: g.groups, lastValid: run.lastValid })),
    packed('WEIGHT', packRegister('WEIGHT', { address: run.weightAddr & 0xfff, rows: run.rowsUsed })),
    packed('W_STEP', (g.wdx & 0xfff) | ((g.wdy & 0xfff) << 12)),
    packed('PAD', ((run.padAddr & PAD_ADDRESS_MASK) | (g.pad ? 1 << 23 : 0)) >>> 0),
    packed(
      'POST',
      packRegister('POST', {
        mode: run.mode,
        thresholds: run.thresholds,
        planes: run.planes,
        slot: run.slot,
        segment: run.segment,
      }),
    ),
    address('OUT_ADDR', run.outAddr),
    address('OUT_DX', run.outDx),
    address('OUT_DY', run.outDy),
    address('OUT_DP', run.outDp),
    ...(run.mode === POST_MODE.SCALE ? scaleRegisters(run.scale) : []),
    ...g.pairs.map(({ aOff, wOff, double, negate }, index) =>
      packed(
        'PAIR',
        packRegister('PAIR', { aOff, wOff, double: Number(double), negate: Number(negate), index }),
      ),
    ),
  ]
}

function scaleRegisters({ register, residual, written }: ScaleChoice): RegisterSetting[] {
  const { compute } = REGISTERS
  const address = (name: keyof typeof compute, value: number) => ({
    register: compute[name].number,
    value: value & ADDRESS_MASK,
  })
  return [
    { register: compute.SCALE.number, value: packRegister('SCALE', register) },
    address('RES_ADDR', residual.address),
    address('RES_DX', residual.dx),
    address('RES_DY', residual.dy),
    address('WIDE_ADDR', written.address),
    address('WIDE_DX', written.dx),
    address('WIDE_DY', written.dy),
  ]
}
