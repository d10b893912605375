import type { Program } from '@concord/arch'
import { Chip, runStep } from '@concord/sim'
import { ChipError, type Engine, type EngineOptions } from './engine.js'

/** The stepped model: every register in every cycle. A waveform holds the first execution. */
export function openStep({ config }: Program, options: EngineOptions): Engine {
  const { inputInterval, outputInterval } = options
  const chip = new Chip(config)
  let { trace } = options
  const execute: Engine['execute'] = async (stream) => {
    const traced = trace === undefined ? {} : { trace }
    trace = undefined
    const result = runStep(config, stream, { chip, inputInterval, outputInterval, ...traced })
    if (result.error) throw new ChipError(config, 'step', result.error)
    return result
  }
  return { name: 'step', tools: {}, execute, close: async () => undefined }
}
