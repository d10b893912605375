import type { Activity, ChipConfig } from '@concord/arch'
import { type CalibrationCoefficients, NEUTRAL } from '../calibrate/calibration.js'
import { describeError, loadCalibration } from '../calibrate/load-calibration.js'
import { type Basis, type Figure, figureOf } from '../figure.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { loadTechnology } from '../technology/load-technology.js'
import { type ChipPrices, chipPrices, eventsOfBlock } from './chip-prices.js'
import { EnergyError } from './energy-error.js'
import { coefficientOf } from './event.js'
import { runEnergy } from './run-energy.js'

/** One priced event of a run. */
export interface EventEnergy {
  readonly name: string
  readonly count: number
  /** Energy of one, pJ. */
  readonly energyPj: number
  readonly note: string
}

/** Energy of one block of the chip over a run. */
export interface EnergyBlock {
  readonly name: BlockName
  readonly basis: Basis
  /** Counted events times their energy. */
  readonly switchingPj: number
  /** Clock inputs (in `clockTree`: its buffers), every cycle. */
  readonly clockPj: number
  readonly leakagePj: number
  readonly totalPj: number
  /** Part of the chip's energy, 0..1. */
  readonly share: number
  readonly events: readonly EventEnergy[]
}

/** What a run costs in energy. 1 MAC = 2 OP. */
export interface EnergyEstimate {
  readonly chip: string
  readonly technology: string
  readonly corner: string
  readonly voltageV: number
  readonly clockMhz: number
  readonly cycles: number
  readonly timeUs: number
  readonly blocks: readonly EnergyBlock[]
  /** Sum of the blocks. */
  readonly totalNj: Figure
  readonly averagePowerMw: Figure
  /** Total by the inputs of the run; absent when their number was not given. */
  readonly energyPerInputNj?: Figure
  /** Operations of the lanes of rows in use: 2 × lanes × row words, padding lanes included. */
  readonly ops: number
  readonly energyPerOpPj: Figure
  readonly topsPerWatt: Figure
  /** Operations by time. */
  readonly tops: Figure
  /** 2 × rows × lanes × clock. */
  readonly peakTops: Figure
}

/** What turns a run's energy into figures of merit. */
export interface EnergyOptions {
  /** Inputs (images) the run classified. */
  readonly inputs?: number
}

/**
 * Prices a run: its counted events, the clock, and leakage.
 *
 * @param activity - toggles and events as a simulator counted them
 * @param cycles - length of the run, at least 1
 * @throws EnergyError when the configuration's corner has no facts, or `cycles` or `inputs` is not positive
 */
export function estimateEnergy(
  config: ChipConfig,
  activity: Activity,
  cycles: number,
  { inputs }: EnergyOptions = {},
): EnergyEstimate {
  const counted = { ...activity, cycles }
  const { switchingPj, clockPj, leakagePj, totalPj } = runEnergy(config, counted)
  if (inputs !== undefined && !(inputs >= 1)) throw new EnergyError('inputs', inputs, 'at least 1')
  const { coefficients } = loadCalibration(config.technology) ?? { coefficients: NEUTRAL }
  const composed = figureOf('composed', describeError(config, 'power'))
  const prices = chipPrices(config)
  const timeUs = cycles / config.clockMhz

  const blocks = BLOCK_NAMES.map(
    (name, i) =>
      new PricedBlock(name, switchingPj[i]!, clockPj[i]!, leakagePj[i]!, prices, coefficients, counted),
  )
  for (const block of blocks) block.share = block.totalPj / totalPj
  const ops = 2 * config.lanes * counted.rowWords
  const peakOps = 2 * config.rows * config.lanes * config.clockMhz
  return {
    chip: config.name,
    technology: loadTechnology(config.technology).name,
    corner: config.corner,
    voltageV: prices.voltageV,
    clockMhz: config.clockMhz,
    cycles,
    timeUs,
    blocks,
    totalNj: composed(totalPj / 1e3, 'counted events, clock and leakage; without glitches and pads'),
    averagePowerMw: composed(totalPj / timeUs / 1e3, 'total energy by the time of the run'),
    ...(inputs === undefined
      ? {}
      : { energyPerInputNj: composed(totalPj / 1e3 / inputs, 'total energy by the inputs of the run') }),
    ops,
    energyPerOpPj: composed(ops === 0 ? 0 : totalPj / ops, 'total energy by operations; 1 MAC = 2 OP'),
    topsPerWatt: composed(ops / totalPj, 'operations by total energy; 1 MAC = 2 OP'),
    tops: composed(ops / timeUs / 1e6, 'operations by the time of the run; 1 MAC = 2 OP'),
    peakTops: composed(peakOps / 1e6, '2 × rows × lanes × clock, every lane busy in every cycle'),
  }
}

/** A block whose events are listed when somebody asks for them: explorations never do. */
class PricedBlock implements EnergyBlock {
  readonly basis = 'composed'
  readonly totalPj: number
  share = 0
  readonly #prices: ChipPrices
  readonly #coefficients: CalibrationCoefficients
  readonly #counted: Activity

  constructor(
    readonly name: BlockName,
    readonly switchingPj: number,
    readonly clockPj: number,
    readonly leakagePj: number,
    prices: ChipPrices,
    coefficients: CalibrationCoefficients,
    counted: Activity,
  ) {
    this.totalPj = switchingPj + clockPj + leakagePj
    this.#prices = prices
    this.#coefficients = coefficients
    this.#counted = counted
  }

  get events(): readonly EventEnergy[] {
    const coefficients = this.#coefficients.switching[this.name]
    return eventsOfBlock(this.#prices, this.name).map((event) => ({
      name: event.name,
      count: event.count(this.#counted),
      energyPj: event.energyPj * coefficientOf(event, coefficients),
      note: event.note,
    }))
  }
}
