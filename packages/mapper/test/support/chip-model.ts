import {
  type ChipConfig,
  chipGeometry,
  type Instruction,
  parseStream,
  type RunInstruction,
  registerName,
  signExtend,
  unpackRegister,
  writeBit,
} from '@concord/arch'

/**
 * Executes a command stream in list order, without time: docs/architecture.md §3, §4 and §6 for 1 × 1 kernels.
 *
 * Everything the chip would report as an error, and every wait, throws.
 */
export function executeStream(config: ChipConfig, stream: Uint8Array): Uint8Array {
  const chip = new ChipModel(config, stream)
  for (const item of parseStream(config, stream)) chip.execute(item.instruction, item.payloadOffset)
  return Uint8Array.from(chip.output)
}

class ChipModel {
  readonly output: number[] = []
  readonly #owners = new Map<number, string>()
  readonly #registers = new Map<string, number>()
  readonly #pairs: (number | undefined)[] = []
  readonly #acts: Uint8Array[]
  readonly #weights: Uint8Array[][]
  readonly #thresholds: Int32Array[][]
  readonly #file: Int32Array[]
  readonly #wordBytes: number

  constructor(
    readonly config: ChipConfig,
    readonly stream: Uint8Array,
  ) {
    const { lanes, rows, actBanks, actWords, weightDepth, paramDepth, accDepth } = config
    this.#wordBytes = lanes / 8
    const junk = (bytes: number) => new Uint8Array(bytes).fill(0xa5)
    this.#acts = Array.from({ length: actBanks }, () => junk(actWords * this.#wordBytes))
    this.#weights = [0, 1].map(() => Array.from({ length: rows }, () => junk(weightDepth * this.#wordBytes)))
    this.#thresholds = [0, 1].map(() => Array.from({ length: paramDepth }, () => new Int32Array(rows)))
    this.#file = Array.from({ length: accDepth }, () => new Int32Array(rows))
  }

  execute(instruction: Instruction, at: number): void {
    switch (instruction.op) {
      case 'TAKE':
        this.#owned(instruction.engine, instruction.bank)
        return
      case 'GIVE':
        this.#owned(instruction.engine, instruction.bank)
        if (instruction.to === instruction.engine) throw new Error('GIVE to itself')
        this.#owners.set(instruction.bank, instruction.to)
        return
      case 'SET': {
        const name = registerName(instruction.engine, instruction.register)
        if (name === undefined) throw new Error('unknown register')
        if (name === 'PAIR') this.#pairs[instruction.value >>> 20] = instruction.value
        else this.#registers.set(name, instruction.value)
        return
      }
      case 'LOAD_ACT': {
        this.#owned('load', instruction.bank)
        const address = this.#register('LOAD_ADDR').address
        check(address + instruction.count <= this.config.actWords, 'LOAD_ACT address')
        const bytes = instruction.count * this.#wordBytes
        this.#acts[instruction.bank].set(this.stream.subarray(at, at + bytes), address * this.#wordBytes)
        return
      }
      case 'LOAD_WEIGHTS': {
        this.#owned('load', 16 + instruction.bank)
        const address = this.#register('LOAD_ADDR').address
        check(address + instruction.words <= this.config.weightDepth, 'LOAD_WEIGHTS address')
        const bytes = instruction.words * this.#wordBytes
        for (let row = 0; row < instruction.rows; row++) {
          const words = this.stream.subarray(at + row * bytes, at + (row + 1) * bytes)
          this.#weights[instruction.bank][row].set(words, address * this.#wordBytes)
        }
        return
      }
      case 'LOAD_THRESHOLDS': {
        this.#owned('load', 16 + instruction.bank)
        const address = this.#register('LOAD_ADDR').address
        check(address + instruction.slots <= this.config.paramDepth, 'LOAD_THRESHOLDS address')
        const { thresholdBytes } = chipGeometry(this.config)
        let offset = at
        for (let slot = address; slot < address + instruction.slots; slot++) {
          for (let row = 0; row < instruction.rows; row++, offset += thresholdBytes) {
            let value = 0
            for (let byte = 0; byte < Math.min(4, thresholdBytes); byte++) {
              value |= this.stream[offset + byte] << (8 * byte)
            }
            this.#thresholds[instruction.bank][slot][row] = signExtend(value, this.config.accBits)
          }
        }
        return
      }
      case 'RUN':
        this.#run(instruction)
        return
      case 'STORE': {
        this.#owned('store', instruction.bank)
        const address = this.#register('STORE_ADDR').address
        check(address + instruction.count <= this.config.actWords, 'STORE address')
        const from = address * this.#wordBytes
        const bytes = this.#acts[instruction.bank].subarray(from, from + instruction.count * this.#wordBytes)
        for (const byte of bytes) this.output.push(byte)
        return
      }
      default:
        return
    }
  }

  #run({ weightBank, inBank, outBank, pairs, load, save, both }: RunInstruction): void {
    const { config } = this
    this.#owned('compute', 16 + weightBank)
    if (both) this.#owned('compute', 17 - weightBank)
    this.#owned('compute', inBank)
    if (!save) this.#owned('compute', outBank)
    check(save || inBank !== outBank, 'RUN into its own input')
    const { kw, kh } = this.#register('KERNEL')
    const { pw, ph } = this.#register('WINDOW')
    const { ww, wh } = this.#register('COUNT')
    const { width, height } = this.#register('SIZE')
    const { groups, lastValid } = this.#register('GROUPS')
    const { address: weightBase, rows } = this.#register('WEIGHT')
    check(kw === 1 && kh === 1 && pw === 1 && ph === 1 && wh === 1 && height === 1, '1 × 1 kernel')
    check(ww >= 1 && ww <= width && groups >= 1 && rows >= 1 && rows <= config.rows, 'RUN sizes')
    check(lastValid >= 1 && lastValid <= config.lanes, 'lastValid')
    check(pairs >= 1 && pairs <= config.pairDepth, 'pairs')
    check(!(load || save) || ww <= config.accDepth, 'accDepth')
    for (let pixel = 0; pixel < ww; pixel++) {
      const base = this.#register('IN_ADDR').address + pixel * this.#register('WIN_DX').step
      const sums = load ? this.#file[pixel].slice() : new Int32Array(config.rows)
      for (let pair = 0; pair < pairs; pair++) {
        const entry = this.#pairs[pair]
        if (entry === undefined) throw new Error(`pair ${pair} was never set`)
        const { aOff, wOff, double, negate } = unpackRegister('PAIR', entry)
        for (let row = 0; row < rows; row++) {
          if (double) sums[row] = signExtend(sums[row] * 2, config.accBits)
          for (let group = 0; group < groups; group++) {
            const valid = group === groups - 1 ? lastValid : config.lanes
            const d = this.#dot(
              inBank,
              base + aOff + group,
              both ? undefined : weightBank,
              row,
              weightBase + wOff + group,
              valid,
            )
            sums[row] = signExtend(sums[row] + (negate ? -d : d), config.accBits)
          }
        }
      }
      if (save) this.#file[pixel].set(sums)
      else this.#post(sums, rows, pixel, weightBank, outBank)
    }
  }

  /** @param weightBank - undefined: the words of bank 1 follow those of bank 0 */
  #dot(
    inBank: number,
    act: number,
    weightBank: number | undefined,
    row: number,
    word: number,
    valid: number,
  ): number {
    const { weightDepth } = this.config
    check(act >= 0 && act < this.config.actWords, 'activation address')
    check(word < (weightBank === undefined ? 2 : 1) * weightDepth, 'weight address')
    const bank = weightBank ?? Math.floor(word / weightDepth)
    const place = weightBank === undefined ? word % weightDepth : word
    let matches = 0
    for (let byte = 0; byte < this.#wordBytes; byte++) {
      const a = this.#acts[inBank][act * this.#wordBytes + byte]
      const w = this.#weights[bank][row][place * this.#wordBytes + byte]
      for (let same = ~(a ^ w) & 0xff; same !== 0; same &= same - 1) matches++
    }
    return 2 * matches - valid
  }

  #post(sums: Int32Array, rows: number, pixel: number, weightBank: number, outBank: number): void {
    const { config } = this
    const { segment, segmentsPerWord } = chipGeometry(config)
    const { mode, thresholds, planes, slot, segment: at } = this.#register('POST')
    check(mode === 2 || slot + thresholds <= config.paramDepth, 'threshold slots')
    check(mode === 0 ? thresholds === 1 && planes === 1 : true, 'BIN')
    check(mode === 1 ? thresholds >= 1 && planes >= 1 && planes <= 4 : true, 'MULTI')
    check(mode === 2 ? planes >= 1 && planes <= config.accBits : true, 'RAW')
    check(at < segmentsPerWord, 'segment')
    const codes = Array.from({ length: config.rows }, (_, row) => {
      if (row >= rows) return 0
      if (mode === 2) return sums[row]
      let code = 0
      for (let t = slot; t < slot + thresholds; t++) {
        if (sums[row] >= this.#thresholds[weightBank][t][row]) code++
      }
      return code
    })
    const base = this.#register('OUT_ADDR').address + pixel * this.#register('OUT_DX').step
    for (let plane = 0; plane < planes; plane++) {
      for (let v = 0; v < Math.ceil(rows / segment); v++) {
        const word = base + plane * this.#register('OUT_DP').step + v
        check(word >= 0 && word < config.actWords, 'output address')
        for (let lane = at * segment; lane < config.lanes; lane++) {
          const row = v * config.lanes + lane - at * segment
          const inside = lane < (at + 1) * segment && row < config.rows
          writeBit(this.#acts[outBank], word * config.lanes + lane, inside ? (codes[row] >> plane) & 1 : 0)
        }
      }
    }
  }

  #register<N extends Parameters<typeof unpackRegister>[0]>(name: N) {
    return unpackRegister(name, this.#registers.get(name) ?? 0)
  }

  #owned(engine: string, bank: number): void {
    const owner = this.#owners.get(bank) ?? 'load'
    if (owner !== engine) throw new Error(`${engine} uses bank ${bank}, which ${owner} owns`)
  }
}

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`illegal ${what}`)
}
