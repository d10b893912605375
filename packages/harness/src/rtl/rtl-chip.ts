import { type ChipConfig, ConcordError, chipGeometry, rtlParameters } from '@concord/arch'
import { buildIcarus } from '../build/icarus.js'
import { type RtlStyle, rtlSources } from '../build/rtl-sources.js'
import { buildVerilator, type Effort } from '../build/verilator.js'
import {
  concatImage,
  cutImage,
  imageBytes,
  joinVector,
  type MemoryImage,
  splitVector,
} from './memory-image.js'
import { memoryPlaces } from './memory-places.js'
import { RECORD_BYTES } from './ports.js'
import { REQUEST, RtlProcess, STATUS } from './rtl-process.js'
import {
  packStreamRequest,
  type RtlStreamOptions,
  type RtlStreamResult,
  unpackStreamReply,
} from './stream-request.js'

export type RtlEngine = 'verilator' | 'icarus'

export interface RtlOptions {
  readonly engine: RtlEngine
  /** Bodies of the storage cells; `generic` when left out. */
  readonly style?: RtlStyle
  /** Compiling time spent (Verilator only); `check` when left out. */
  readonly effort?: Effort
  /** File that the waveform of the whole life of the chip is written to (VCD). */
  readonly trace?: string
  /** A copy of `rtl/` to use instead of the workspace's own. */
  readonly rtlDirectory?: string
}

/** Compiles a chip, or finds it compiled, and starts it; its registers are in reset, its memories undefined until poked. */
export async function openRtl(config: ChipConfig, options: RtlOptions): Promise<RtlChip> {
  const { engine, style = 'generic', effort = 'check', trace } = options
  const sources = await rtlSources(style, options.rtlDirectory)
  const parameters = rtlParameters(config)
  const settings = [...(trace ? [`+trace=${trace}`] : []), ...(style === 'latch' ? ['+zeros'] : [])]
  const [file, args] =
    engine === 'verilator'
      ? [await buildVerilator({ sources, parameters, effort, trace: trace !== undefined }), settings]
      : ['vvp', [...(await buildIcarus({ sources, parameters })), ...settings]]
  const name = `${engine} (${style}) running ${config.name}`
  const chip = new RtlChip(config, engine, style, () => new RtlProcess(file, args, name))
  await chip.restart()
  return chip
}

/** A chip of SystemVerilog that runs in a simulator of its own. Requests are answered in order. */
export class RtlChip {
  readonly places
  #process: RtlProcess
  /** Bytes of each memory as the session moves it, and whether it is one vector there. */
  #moved: { bytes: number; isVector: boolean }[] = []

  constructor(
    readonly config: ChipConfig,
    readonly engine: RtlEngine,
    readonly style: RtlStyle,
    readonly start: () => RtlProcess,
  ) {
    this.places = memoryPlaces(config, style)
    this.#process = start()
  }

  /** What the simulator has said about failed assertions; empty when all is well. */
  get messages(): string {
    return this.#process.messages
  }

  /**
   * Gives every port, cycle by cycle.
   *
   * @param inputs - records of input ports, as in ports.ts
   * @returns as many records of output ports; those of the cycle itself, before its closing edge
   */
  async run(inputs: Uint8Array): Promise<Uint8Array> {
    const outputs = await this.#ask(REQUEST.runCycles, inputs)
    if (outputs.length !== inputs.length) throw new RtlAnswerError(this, 'an answer of the wrong length')
    return outputs
  }

  /** Holds the chip in reset for two cycles. */
  async reset(): Promise<void> {
    await this.run(new Uint8Array(2 * RECORD_BYTES))
  }

  /** Runs a whole program inside the simulator, from reset to done or halt. */
  async stream(bytes: Uint8Array, options: RtlStreamOptions = {}): Promise<RtlStreamResult> {
    const { beatBytes } = chipGeometry(this.config)
    return unpackStreamReply(
      await this.#ask(REQUEST.stream, packStreamRequest(bytes, beatBytes, options), bytes),
    )
  }

  /** Runs a program `repeats` times in a bare C++ loop (Verilator only): the yardstick of the harness. */
  async bare(bytes: Uint8Array, repeats: number): Promise<{ seconds: number; cycles: number }> {
    const { beatBytes } = chipGeometry(this.config)
    const reply = await this.#ask(REQUEST.bare, packStreamRequest(bytes, beatBytes, { repeats }), bytes)
    return { seconds: reply.readDoubleLE(0), cycles: Number(reply.readBigUInt64LE(8)) }
  }

  /** Contents of all memories. */
  async peek(): Promise<MemoryImage> {
    const bytes = await this.#ask(REQUEST.peek)
    const parts = cutImage(
      bytes,
      this.#moved.map((part) => part.bytes),
    )
    return parts.map((part, i) => (this.#moved[i].isVector ? splitVector(this.places[i], part) : part))
  }

  /** Sets all memories; the chip must be in reset. Latches under Verilator cannot be set: they start as zeros. */
  async poke(image: MemoryImage): Promise<void> {
    const parts = image.map((part, i) => (this.#moved[i].isVector ? joinVector(this.places[i], part) : part))
    await this.#ask(REQUEST.poke, concatImage(parts))
  }

  /** Starts the simulator anew and sets all memories to zeros. */
  async restart(): Promise<void> {
    await this.#process.close()
    this.#process = this.start()
    const names = this.places.map(({ path }) => path).join('\n')
    const shapes = await this.#ask(REQUEST.findMemories, Buffer.from(names))
    this.#moved = this.places.map((place, i) => {
      const [words, bits] = [shapes.readUInt32LE(8 * i), shapes.readUInt32LE(8 * i + 4)]
      const isVector = words === 1 && bits === place.words * place.bits && place.words > 1
      if (!isVector && (words !== place.words || bits !== place.bits)) {
        throw new RtlAnswerError(this, `${place.path} of ${words} words of ${bits} bits`)
      }
      return { bytes: isVector ? (bits + 7) >>> 3 : imageBytes(place), isVector }
    })
    await this.reset()
    if (this.engine === 'icarus' || this.style === 'generic') {
      await this.poke(this.places.map((place) => new Uint8Array(imageBytes(place))))
    }
  }

  /** Ends the simulator. */
  async close(): Promise<void> {
    await this.#process.close()
  }

  async #ask(kind: number, ...parts: Uint8Array[]): Promise<Buffer> {
    const { status, payload } = await this.#process.request(kind, ...parts)
    if (status === STATUS.unknownBits) throw new RtlAnswerError(this, 'X or Z in a memory')
    if (status !== STATUS.ok) throw new RtlAnswerError(this, `status ${status} for request ${kind}`)
    return payload
  }
}

/** The simulator answered something it should not. */
export class RtlAnswerError extends ConcordError {
  override readonly name = 'RtlAnswerError'

  constructor(chip: RtlChip, why: string) {
    super({
      what: 'The RTL simulator gave an answer that makes no sense',
      where: `${chip.engine} (${chip.style}) running ${chip.config.name}`,
      why,
      fix: 'the RTL and the harness have grown apart: compare rtl/ with memory-places.ts and native/records.h',
    })
  }
}
