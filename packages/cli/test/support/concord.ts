import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** Root of the workspace. */
export const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url))

/** The bundled network. */
export const MODEL = `${WORKSPACE}models/mnist-mlp.onnx`

/** Standard error without the lines that say how far the work is. */
export function messages(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/, [\d.]+ s$/.test(line))
    .join('\n')
}

/** Starts the built command; failures are for the test to judge. */
export function concord(args: readonly string[], surroundings: Surroundings = {}) {
  return startBuilt('main', args, surroundings)
}

/** Starts one of the built programs of the package. */
export function startBuilt(
  program: string,
  args: readonly string[],
  { cwd = WORKSPACE, env = {} }: Surroundings = {},
) {
  const file = fileURLToPath(new URL(`../../dist/${program}.js`, import.meta.url))
  if (!existsSync(file)) throw new Error('the command is not built: run "pnpm build" first')
  return execa(process.execPath, [file, ...args], { cwd, env, reject: false, stdin: 'ignore' })
}

interface Surroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}
