import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compileKernel, kernelModule } from '../../scripts/compile-kernel.mjs'

it('src/fast/kernel-wasm.ts is what packages/sim/assembly compiles to', async () => {
  const committed = await readFile(new URL('../../src/fast/kernel-wasm.ts', import.meta.url), 'utf8')
  expect(committed, 'stale: run `pnpm --filter @concord/sim kernel`').toBe(
    kernelModule(await compileKernel()),
  )
})
