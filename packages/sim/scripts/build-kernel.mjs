// Compiles packages/sim/assembly to WebAssembly and writes it as packages/sim/src/fast/kernel-wasm.ts.
import { writeFile } from 'node:fs/promises'
import { compileKernel, kernelModule } from './compile-kernel.mjs'

const target = new URL('../src/fast/kernel-wasm.ts', import.meta.url)
await writeFile(target, kernelModule(await compileKernel()))
