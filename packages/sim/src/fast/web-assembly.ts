// The part of WebAssembly used here. Node has it; the type libraries without a browser do not declare it.

/** A compiled module. */
export type WasmModule = object

/** Linear memory; `buffer` is replaced when it grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object }
  readonly Memory: new (descriptor: { readonly initial: number }) => WasmMemory
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }
