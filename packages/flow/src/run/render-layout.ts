import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const SCRIPT = fileURLToPath(new URL('../../tools/render-layout.py', import.meta.url))

/**
 * Draws the layout of a run with KLayout, for runs that ended before LibreLane's own picture.
 *
 * @param target - PNG file to write
 * @param properties - layer properties of the PDK; without them KLayout's own colours
 * @returns false when there is no layout or no KLayout
 */
export async function renderLayout(
  runFolder: string,
  target: string,
  properties: string | undefined,
): Promise<boolean> {
  const layout = findLayout(join(runFolder, 'final'))
  if (layout === undefined) return false
  const given = { layout, picture: target, ...(properties !== undefined && { properties }) }
  const variables = Object.entries(given).flatMap(([name, value]) => ['-rd', `${name}=${value}`])
  const { exitCode } = await execa('klayout', ['-z', '-nc', ...variables, '-r', SCRIPT], {
    reject: false,
    stdin: 'ignore',
    env: { QT_QPA_PLATFORM: 'offscreen' },
  })
  const drawn = exitCode === 0 && existsSync(target)
  if (!drawn) rmSync(target, { force: true })
  return drawn
}

function findLayout(final: string): string | undefined {
  for (const view of ['gds', 'klayout_gds', 'mag_gds']) {
    const folder = join(final, view)
    const name = existsSync(folder) ? readdirSync(folder).find((one) => one.endsWith('.gds')) : undefined
    if (name !== undefined) return join(folder, name)
  }
  return undefined
}
