import { KERNEL_WASM } from './kernel-wasm.js'
import { type WasmModule, WebAssembly } from './web-assembly.js'

/** Functions of packages/sim/assembly; "pointer" is a byte address in the linear memory. */
export interface KernelFunctions {
  /** @param run - pointer to a run descriptor */
  executeRun(run: number): void
  traceRun(run: number): void
  copyBytes(from: number, to: number, bytes: number): void
  loadWeights(from: number, to: number, bytes: number, rowBytes: number, rows: number): void
  loadThresholds(
    from: number,
    to: number,
    slots: number,
    rows: number,
    slotBytes: number,
    bytes: number,
    shift: number,
  ): void
  prepareScratch(): void
  scratchEnd(rowStride: number): number
  toggledBits(a: number, b: number, bytes: number): bigint
  popcountLimit(a: number, b: number, bytes: number, repeats: number): bigint
}

const PAGE_BYTES = 65536
let compiled: WasmModule | undefined

/** One instance of the WebAssembly kernel with its own linear memory. */
export class Kernel {
  readonly functions: KernelFunctions
  readonly #memory = new WebAssembly.Memory({ initial: 1 })

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_WASM, 'base64'))
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } })
    this.functions = instance.exports as unknown as KernelFunctions
  }

  /** Makes the memory at least `bytes` bytes long; views made before may be dead afterwards. */
  reserve(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer
  }
}
