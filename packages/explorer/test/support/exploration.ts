import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MODEL = fileURLToPath(new URL('../../../../models/mnist-mlp.onnx', import.meta.url))

/** The built package, which worker threads and child processes run. */
export const BUILT = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

if (!existsSync(BUILT)) throw new Error('the package is not built: run "pnpm build" first')

/** The text of a small space on the bundled network. */
export function spaceText(change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name: 'small',
    networks: [{ model: MODEL }],
    chip: 'edge',
    parameters: { rows: [16, 32, 64], lanes: [32, 64], weightDepth: [8, 16], clockMhz: [50, 100] },
    ...change,
  })
}

/** Runs `work` in a folder that is removed afterwards, with a space's file in it. */
export async function inFolder<T>(
  text: string,
  work: (folder: string, file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'concord-explore-'))
  const file = join(folder, 'space.yaml')
  writeFileSync(file, text)
  try {
    return await work(join(folder, 'out'), file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
