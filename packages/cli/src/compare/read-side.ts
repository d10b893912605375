import { type ChipConfig, PRESETS } from '@concord/arch'
import { readChip } from '../io/chip-option.js'
import { InputError, readInput } from '../io/input-file.js'

/** What can be compared: a chip, or a result. */
export type Side =
  | { readonly kind: 'chip'; readonly chip: ChipConfig }
  | { readonly kind: 'result'; readonly result: object }

/**
 * Reads one of two things to compare: a preset, the JSON file of a chip, or one that a verb wrote with `--json`.
 *
 * @throws InputError, ConfigError, ChipOptionError
 */
export async function readSide(name: string): Promise<Side> {
  if (Object.hasOwn(PRESETS, name) || !/[./\\]/.test(name))
    return { kind: 'chip', chip: await readChip(name) }
  const content = await readJson(name)
  if (!isResult(content)) return { kind: 'chip', chip: await readChip(name) }
  return { kind: 'result', result: content }
}

async function readJson(path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readInput(path))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(
      ...['Cannot compare a file', path, 'it is no JSON'],
      'give a chip, or a file that a verb wrote with --json',
      cause,
    )
  }
}

/** Verbs write objects; those of chips have rows and lanes of their own. */
function isResult(content: unknown): content is object {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false
  return Object.keys(content).length > 0 && !('rows' in content) && !('lanes' in content)
}
