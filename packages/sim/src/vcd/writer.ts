import { closeSync, openSync, writeSync } from 'node:fs'
import { ConcordError } from '@concord/arch'
import type { Scope, Signal, SignalValue } from './scope.js'

/** Characters kept before they are written out. */
const BufferChars = 1 << 16

interface Wire {
  readonly signal: Signal
  readonly id: string
  /** Text of the last value written. */
  text: string
}

/** Writes a value change dump (IEEE 1364-2005 §18) to a file, as it grows. */
export class VcdWriter {
  readonly #file: number
  readonly #wires: Wire[] = []
  #buffer = ''

  /**
   * @param path - file, replaced if it exists
   * @param root - top of the hierarchy
   * @throws TraceError when the file cannot be written
   */
  constructor(
    readonly path: string,
    root: Scope,
  ) {
    try {
      this.#file = openSync(path, 'w')
    } catch (cause) {
      throw new TraceError(path, cause)
    }
    this.#buffer = '$timescale 1ps $end\n'
    this.#declare(root)
    this.#buffer += '$enddefinitions $end\n'
  }

  #declare({ name, signals, scopes }: Scope): void {
    this.#buffer += `$scope module ${name} $end\n`
    for (const signal of signals) {
      const id = identifier(this.#wires.length)
      const range = signal.width > 1 ? ` [${signal.width - 1}:0]` : ''
      this.#buffer += `$var wire ${signal.width} ${id} ${signal.name}${range} $end\n`
      this.#wires.push({ signal, id, text: '' })
    }
    for (const scope of scopes) this.#declare(scope)
    this.#buffer += '$upscope $end\n'
  }

  /** Writes what has changed since the last sample. @param timePs - picoseconds, larger than before */
  sample(timePs: number): void {
    this.#buffer += `#${timePs}\n`
    for (const wire of this.#wires) this.#change(wire)
    if (this.#buffer.length > BufferChars) this.#flush()
  }

  /** Samples only the first signal of the root, which is its clock. */
  sampleFirst(timePs: number): void {
    this.#buffer += `#${timePs}\n`
    this.#change(this.#wires[0])
  }

  #change(wire: Wire): void {
    const text = format(wire.signal.read(), wire.signal.width)
    if (text === wire.text) return
    wire.text = text
    this.#buffer += wire.signal.width === 1 ? `${text}${wire.id}\n` : `b${text} ${wire.id}\n`
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer)
    this.#buffer = ''
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }
}

/** Short identifier code: printable characters, `!` to `~`. */
function identifier(index: number): string {
  let id = ''
  for (let rest = index; id === '' || rest > 0; rest = Math.floor(rest / 94)) {
    id += String.fromCharCode(33 + (rest % 94))
  }
  return id
}

/** Binary digits, the highest first, without leading zeros. */
function format(value: SignalValue, width: number): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') {
    const bits = width < 32 ? value & ((1 << width) - 1) : value
    return (bits >>> 0).toString(2)
  }
  let text = ''
  for (let i = value.length - 1; i >= 0; i--) text += value[i].toString(2).padStart(32, '0')
  return text.replace(/^0+(?=.)/, '')
}

/** A waveform file that cannot be written. */
export class TraceError extends ConcordError {
  override readonly name = 'TraceError'

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(
      {
        what: 'The waveform cannot be written',
        where: path,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'name a file in a directory that exists and may be written',
      },
      { cause },
    )
  }
}
