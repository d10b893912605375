/** How often each net changed, and how long it was 1. */
export interface Toggles {
  /** Changes between 0 and 1, by number of the net. */
  readonly toggles: Uint32Array
  /** Part of the time that the net was 1, by number of the net. */
  readonly high: Float64Array
}

const NEWLINE = 10

/**
 * Counts the changes in a VCD of nets called `n0`, `n1`, …; vectors and other names are passed over.
 *
 * @param nets - number of nets
 * @param from - first point in time that counts, in units of the file
 * @param to - end of the time that counts
 */
export async function readToggles(
  vcd: AsyncIterable<Uint8Array | string>,
  nets: number,
  from: number,
  to: number,
): Promise<Toggles> {
  const state = new VcdState(nets, from)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of vcd) {
    const bytes = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk])
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      state.line(bytes, start, end)
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
  return state.end(to)
}

const [HASH, ZERO, DOLLAR, LOWER_B] = [35, 48, 36, 98]
const UNKNOWN = 2
const FIRST_ID = 33
const ID_CODES = 94

class VcdState {
  readonly toggles: Uint32Array
  readonly #value: Uint8Array
  readonly #since: Float64Array
  readonly #highTime: Float64Array
  /** Nets by identifier read as a number; one identifier may stand for several nets. */
  readonly #netsOf = new Map<number, number[]>()
  #time = 0

  constructor(
    nets: number,
    readonly from: number,
  ) {
    this.toggles = new Uint32Array(nets)
    this.#value = new Uint8Array(nets).fill(UNKNOWN)
    this.#since = new Float64Array(nets)
    this.#highTime = new Float64Array(nets)
  }

  line(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start]!
    if (first === ZERO || first === ZERO + 1) this.#change(identifier(bytes, start + 1, end), first - ZERO)
    else if (first === HASH) this.#time = Number(bytes.toString('latin1', start + 1, end))
    else if (first === DOLLAR) this.#declare(bytes.toString('latin1', start, end))
    else if (first !== LOWER_B && start < end) this.#change(identifier(bytes, start + 1, end), UNKNOWN)
  }

  #declare(line: string): void {
    const [, size, code, name] = /^\$var \w+ +(\d+) (\S+) (\S+)/.exec(line) ?? []
    const net = /^n(\d+)$/.exec(name ?? '')?.[1]
    if (size !== '1' || net === undefined) return
    const id = identifier(Buffer.from(code!), 0, code!.length)
    this.#netsOf.set(id, [...(this.#netsOf.get(id) ?? []), Number(net)])
  }

  #change(id: number, value: number): void {
    for (const net of this.#netsOf.get(id) ?? []) {
      const before = this.#value[net]!
      if (before === value) continue
      if (this.#time >= this.from) {
        if (before !== UNKNOWN && value !== UNKNOWN) this.toggles[net]!++
        if (before === 1) this.#highTime[net]! += this.#time - Math.max(this.from, this.#since[net]!)
      }
      this.#value[net] = value
      this.#since[net] = this.#time
    }
  }

  end(to: number): Toggles {
    this.#value.forEach((value, net) => {
      if (value === 1) this.#highTime[net]! += to - Math.max(this.from, this.#since[net]!)
    })
    return { toggles: this.toggles, high: this.#highTime.map((time) => time / (to - this.from)) }
  }
}

/** A VCD identifier as a number. */
function identifier(bytes: Buffer, start: number, end: number): number {
  let id = 0
  for (let i = start; i < end; i++) id = id * ID_CODES + (bytes[i]! - FIRST_ID) + 1
  return id
}
