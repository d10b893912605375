import type { Program } from '@concord/arch'
import type { Engine, EngineName, EngineOptions } from './engine.js'
import { openFast } from './fast-engine.js'
import { openGateEngine } from './gate-engine.js'
import { openRtlEngine } from './rtl-engine.js'
import { openStep } from './step-engine.js'

/** Starts an engine for a program; the RTL is compiled first when it has to be. */
export async function openEngine(
  name: EngineName,
  program: Program,
  options: EngineOptions,
): Promise<Engine> {
  if (name === 'fast') return openFast(program, options)
  if (name === 'step') return openStep(program, options)
  if (name === 'gates') return openGateEngine(program, options)
  return openRtlEngine(name, program, options)
}
