import type { Program } from '@concord/arch'
import { Chip, type StepOptions, stepStream } from '@concord/sim'
import { ChipError, type Engine, type EngineOptions } from './engine.js'

/** The stepped model: every register in every cycle. A waveform holds the first execution. */
export function openStep({ config }: Program, options: EngineOptions): Engine {
  const { inputInterval, outputInterval, breathe } = options
  const chip = new Chip(config)
  let { trace } = options
  const execute: Engine['execute'] = async (_pass, stream) => {
    const settings: StepOptions = {
      chip,
      inputInterval,
      outputInterval,
      ...(trace !== undefined && { trace }),
    }
    trace = undefined
    const steps = stepStream(config, stream, settings)
    try {
      for (;;) {
        const { done, value } = steps.next()
        if (!done) await breathe()
        else if (value.error) throw new ChipError(config, 'step', value.error)
        else return value
      }
    } finally {
      steps.return(undefined as never)
    }
  }
  return { name: 'step', tools: {}, execute, close: async () => undefined }
}
