import {
  type ChipConfig,
  ConcordError,
  type Counters,
  ENGINE_NAMES,
  ERROR_MEANINGS,
  ERROR_NAMES,
} from '@concord/arch'
import type { RunError, StreamTiming } from '@concord/sim'

/** The engines that run a program. */
export const ENGINES = ['fast', 'step', 'verilator', 'icarus', 'gates'] as const

/** Name of an engine. */
export type EngineName = (typeof ENGINES)[number]

/** What one pass of a program gave. */
export interface PassResult {
  readonly output: Uint8Array
  readonly cycles: number
  readonly counters: Counters
}

/** Something that runs one program again and again, with other inputs. */
export interface Engine {
  readonly name: EngineName
  /** Versions of the tools behind it. */
  readonly tools: Readonly<Record<string, string>>
  /**
   * Executes a pass of the program from reset to done; the memories keep what the pass before left.
   *
   * @param pass - its number
   * @param stream - the pass's stream with the inputs in it
   * @throws ChipError when the chip stops with an error
   */
  execute(pass: number, stream: Uint8Array): Promise<PassResult>
  close(): Promise<void>
}

/** How the program is fed. */
export interface EngineOptions extends Required<StreamTiming> {
  /** VCD file to write. */
  readonly trace: string | undefined
  /** Called now and then by an engine that works for long; throws when it shall stop. */
  readonly breathe: () => Promise<void>
}

/** The chip stopped with an error. */
export class ChipError extends ConcordError {
  override readonly name = 'ChipError'

  constructor(config: ChipConfig, engine: EngineName, { code, engine: at, index, cycle }: RunError) {
    const error = ERROR_NAMES[code] ?? String(code)
    super({
      what: 'The chip stopped with an error',
      where: `${config.name} on the ${engine} engine, cycle ${cycle}, instruction ${index} (${ENGINE_NAMES[at]} engine)`,
      why: `${error}: ${ERROR_MEANINGS[error as keyof typeof ERROR_MEANINGS] ?? 'unknown error code'}`,
      fix: '"concord disasm" shows the instruction; map the network again, and report it when it happens again',
    })
  }
}
