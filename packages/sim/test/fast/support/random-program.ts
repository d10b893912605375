import { type ChipConfig, chipGeometry, type OwningEngine, StreamWriter, WEIGHT_BANK_ID } from '@concord/arch'
import { randomBytes, randomIntegers } from '../../support/random.js'
import { writeRandomRun } from './random-run.js'

/**
 * A random legal program. Each operation is written for an engine after the banks it needs were given to and taken by
 * that engine, so that the stream order is one in which nothing waits for what comes later.
 */
export function randomProgram(config: ChipConfig, seed: number, operations: number): Uint8Array {
  const next = randomIntegers(seed)
  const writer = new StreamWriter(config).begin()
  const owners = new Map<number, OwningEngine>()

  const own = (engine: OwningEngine, bank: number) => {
    const owner = owners.get(bank) ?? 'load'
    if (owner !== engine) {
      writer.instruction({ op: 'GIVE', engine: owner, bank, to: engine })
      owners.set(bank, engine)
      // Whatever load gives is owned before the next instruction can execute
      if (owner !== 'load' || next(2) === 0) writer.instruction({ op: 'TAKE', engine, bank })
    } else if (next(8) === 0) writer.instruction({ op: 'TAKE', engine, bank })
  }

  const payload = (bytes: number) => randomBytes(bytes, next(1 << 30))
  const span = (depth: number) => {
    const first = next(depth)
    return { first, count: 1 + next(depth - first) }
  }
  const { wordBytes } = chipGeometry(config)

  const operation: (() => void)[] = [
    () => {
      const bank = next(config.actBanks)
      own('load', bank)
      const { first, count } = span(config.actWords)
      writer.set('LOAD_ADDR', { address: first })
      writer.instruction({ op: 'LOAD_ACT', bank, count }).words(payload(count * wordBytes))
    },
    () => {
      const bank = next(2)
      own('load', WEIGHT_BANK_ID + bank)
      const { first, count: words } = span(config.weightDepth)
      const rows = 1 + next(config.rows)
      writer.set('LOAD_ADDR', { address: first })
      writer.instruction({ op: 'LOAD_WEIGHTS', bank, words, rows }).words(payload(words * rows * wordBytes))
    },
    () => {
      const bank = next(2)
      own('load', WEIGHT_BANK_ID + bank)
      const { first, count: slots } = span(config.paramDepth)
      const rows = 1 + next(config.rows)
      const range = Math.min(2 ** config.accBits, 256)
      writer.set('LOAD_ADDR', { address: first })
      writer.instruction({ op: 'LOAD_THRESHOLDS', bank, slots, rows })
      writer.thresholds(Int32Array.from({ length: slots * rows }, () => next(range) - range / 2))
    },
    () => {
      const weightBank = next(2)
      const inBank = next(config.actBanks)
      const outBank = (inBank + 1 + next(config.actBanks - 1)) % config.actBanks
      const { pairs, load, save, both } = writeRandomRun(writer, config, next)
      own('compute', WEIGHT_BANK_ID + weightBank)
      if (both) own('compute', WEIGHT_BANK_ID + 1 - weightBank)
      own('compute', inBank)
      if (!save) own('compute', outBank)
      const to = save ? 0 : outBank
      writer.instruction({ op: 'RUN', weightBank, inBank, outBank: to, pairs, load, save, both })
    },
    () => {
      const bank = next(config.actBanks)
      own('store', bank)
      const { first, count } = span(config.actWords)
      writer.set('STORE_ADDR', { address: first })
      writer.instruction({ op: 'STORE', bank, count })
    },
  ]
  const weights = [0, 0, 1, 1, 2, 3, 3, 3, 4]
  for (let i = 0; i < operations; i++) operation[weights[next(weights.length)]]()
  return writer.end().bytes()
}
