import { type Activity, zeroActivity } from '@concord/arch'
import { countOnes, lowMask, partCount } from './bits.js'
import type { Chip, ChipObserver } from './chip.js'
import { isMultiplication } from './lane-operations.js'
import type { Memory } from './memory.js'
import { ErrorNone } from './package.js'

/**
 * Counts what switches on a chip, as `Activity` of @concord/arch defines it.
 *
 * Keeps the previous values itself: a reset between two runs is not counted as switching.
 */
export class ActivityMeter implements ChipObserver {
  readonly #counts = zeroActivity()
  /** Bits of a row's count. */
  readonly #countMask: number
  readonly #laneMask: Uint32Array
  readonly #act: Uint32Array
  readonly #weight: Uint32Array
  readonly #match: Uint32Array
  readonly #acc: Int32Array
  readonly #fileRead: Int32Array
  readonly #drain: Int32Array
  readonly #code: Uint8Array
  #in = [0, 0]
  #out = [0, 0]

  constructor({ config }: Chip) {
    const parts = partCount(config.lanes)
    this.#countMask = lowMask(config.accBits - 1)
    this.#laneMask = Uint32Array.from({ length: parts }, (_, i) => lowMask(config.lanes - 32 * i))
    this.#act = new Uint32Array(parts)
    this.#weight = new Uint32Array(config.rows * parts)
    this.#match = new Uint32Array(config.rows * parts)
    this.#acc = new Int32Array(config.rows)
    this.#fileRead = new Int32Array(config.rows)
    this.#drain = new Int32Array(config.rows)
    this.#code = new Uint8Array(config.rows)
  }

  /** The counts so far. */
  get activity(): Activity {
    return { ...this.#counts }
  }

  observe(chip: Chip): void {
    const { core } = chip
    if (core.halt) return
    if (core.active) this.#counts.cycles++
    this.#observeStreams(chip)
    this.#observeIssue(chip)
    this.#observeOperands(chip)
    this.#observeSums(chip)
    this.#observePost(chip)
    this.#observeScale(chip)
    this.#observeLoad(chip)
  }

  #observeStreams({ core }: Chip): void {
    const { commandUnit, storeEngine, inputs } = core
    const counts = this.#counts
    if (commandUnit.dispatch && commandUnit.dispatchError === ErrorNone) counts.instructions++
    if (commandUnit.accept) {
      counts.streamInBeats++
      counts.streamInBits += toggles(this.#in, inputs.inData, inputs.inDataHigh)
    }
    if (storeEngine.accept) {
      const { wordQ, config } = storeEngine
      counts.streamOutBeats++
      counts.streamOutBits += toggles(
        this.#out,
        wordQ[0] & lowMask(config.streamBits),
        config.streamBits === 64 ? wordQ[1] : 0,
      )
    }
    if (storeEngine.read) {
      if (storeEngine.readsWide) counts.wideReadWords++
      else counts.storeReadWords++
    }
  }

  #observeIssue({ core }: Chip): void {
    const { wordWalker, registers } = core.computeEngine
    if (!wordWalker.issue) return
    this.#counts.words++
    if (wordWalker.isNull) this.#counts.nullWords++
    else this.#counts.rowWords += registers.rows
  }

  /** Operands in front of the rows: what is multiplied in this cycle. */
  #observeOperands({ core }: Chip): void {
    const { array, computeEngine } = core
    if (!array.validQ[0] || array.controlQ[0].isNull) return
    const { actQ, weightRaddrQ: raddr } = array
    const parts = actQ.length
    for (let i = 0; i < parts; i++) {
      this.#counts.actReadBits += countOnes(this.#act[i] ^ actQ[i])
      this.#act[i] = actQ[i]
    }
    for (let r = 0; r < computeEngine.registers.rows; r++) {
      const weights = array.rows[r].weights.data
      for (let i = 0; i < parts; i++) {
        const weight = weights[raddr * parts + i]
        const match = ~(weight ^ actQ[i]) & this.#laneMask[i]
        const at = r * parts + i
        this.#counts.weightReadBits += countOnes(this.#weight[at] ^ weight)
        this.#counts.matchBits += countOnes(this.#match[at] ^ match)
        this.#weight[at] = weight
        this.#match[at] = match
      }
    }
  }

  /** Sums that the rows take at the end of this cycle. */
  #observeSums({ core }: Chip): void {
    const { array, computeEngine } = core
    if (!array.accValid) return
    const counts = this.#counts
    const { first, last, load, save, entry } = array.acc
    for (let r = 0; r < computeEngine.registers.rows; r++) {
      const { accD, file } = array.rows[r].accumulator
      counts.accWrites++
      counts.accBits += this.#sumToggles(this.#acc, r, accD)
      if (first && load) {
        counts.accFileReads++
        counts.accFileReadBits += this.#sumToggles(this.#fileRead, r, file.first(entry) | 0)
      }
      if (last && save) {
        counts.accFileWrites++
        counts.accFileWriteBits += countOnes((file.first(entry) ^ accD) & this.#countMask)
      }
      if (last && !save) {
        counts.drainWrites++
        counts.drainBits += this.#sumToggles(this.#drain, r, accD)
      }
    }
  }

  #sumToggles(previous: Int32Array, row: number, sum: number): number {
    const bits = countOnes((previous[row] ^ sum) & this.#countMask)
    previous[row] = sum
    return bits
  }

  #observePost({ core }: Chip): void {
    const { postUnit, actBanks, computeEngine } = core
    const { stage3, codeD } = postUnit
    const { rows } = computeEngine.registers
    if (stage3?.compare) {
      const firstRow = stage3.row
      const used = Math.min(codeD.length, rows - firstRow)
      this.#counts.postCompares += used
      for (let lane = 0; stage3.slotLast && lane < used; lane++) {
        this.#counts.codeBits += countOnes(this.#code[firstRow + lane] ^ codeD[lane])
        this.#code[firstRow + lane] = codeD[lane]
      }
    }
    if (postUnit.write) {
      this.#counts.postWords++
      this.#observeActWrite(actBanks.banks[computeEngine.outBankQ])
    }
  }

  #observeScale({ core }: Chip): void {
    const { postUnit, config } = core
    const { scaleUnit, registers, stage2 } = postUnit
    if (!scaleUnit) return
    if (scaleUnit.read) this.#counts.wideReadWords++
    if (scaleUnit.write) this.#counts.wideWriteWords++
    if (!stage2?.operate || stage2.compare) return
    const used = Math.min(config.postLanes, registers.rows - stage2.row)
    this.#counts.laneOperations += used
    if (isMultiplication(stage2.operation)) this.#counts.laneMultiplications += used
  }

  #observeLoad({ core }: Chip): void {
    const { loadEngine, actBanks } = core
    if (!loadEngine.write) return
    if (loadEngine.toWide) this.#counts.wideWriteWords++
    else if (loadEngine.toActQ) this.#observeActWrite(actBanks.banks[loadEngine.bankQ])
    else if (loadEngine.toWeightsQ) this.#counts.weightWriteWords++
    else this.#counts.thresholdWriteWords++
  }

  #observeActWrite({ data, stride, waddrD, wdataD, wmaskD }: Memory): void {
    this.#counts.actWriteWords++
    for (let i = 0; i < stride; i++) {
      this.#counts.actWriteBits += countOnes((data[waddrD * stride + i] ^ wdataD[i]) & wmaskD[i])
    }
  }
}

/** Bits in which a beat differs from the one before, which it replaces. */
function toggles(previous: number[], low: number, high: number): number {
  const bits = countOnes(previous[0] ^ low) + countOnes(previous[1] ^ high)
  previous[0] = low
  previous[1] = high
  return bits
}
