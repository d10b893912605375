import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** PDK beside a workspace, where `PDK_ROOT` does not say otherwise. */
const SHARED = fileURLToPath(new URL('../../../../../shared/pdk', import.meta.url))

/** Folder of the PDK: `PDK_ROOT`, or the one beside the workspace, or none. */
export function findPdk(): string | undefined {
  return process.env.PDK_ROOT || (existsSync(SHARED) ? SHARED : undefined)
}
