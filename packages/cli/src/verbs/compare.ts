import { type Command, Option } from 'commander'
import { compareChips } from '../compare/compare-chips.js'
import { compareResults } from '../compare/compare-results.js'
import type { Line } from '../compare/line.js'
import { readSide, type Side } from '../compare/read-side.js'
import { InputError } from '../io/input-file.js'
import { formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatTable } from '../session/text-table.js'
import { addVerb, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord compare edge caravel                                       two chips
  $ concord compare edge ./mine.json --model models/mnist-mlp.onnx     and what a network costs on each
  $ concord compare before.json after.json                             two files that --json wrote, runs for instance`

/** Characters of a cell; the JSON has all of them. */
const CELL = 40

interface CompareOptions {
  readonly model?: string
  readonly batch?: number
}

/** `concord compare`: two chips or two results side by side. */
export function addCompare(program: Command, session: Session): void {
  addVerb<[string, string], CompareOptions>(program, session, {
    usage: 'compare <a> <b>',
    summary: 'show two chips or two runs side by side',
    description:
      'Compares two chips, field by field and in cost, or all in which two files written with --json differ.',
    examples: EXAMPLES,
    options: [new Option('-m, --model <file>', 'with chips: a network to run on both'), OPTIONS.batch()],
    action: async (options, a, b) => {
      const lines = await compare([a, b], [await readSide(a), await readSide(b)], options)
      const rows = lines.map(([name, left, right]) => [name, show(left), show(right), ratio(left, right)])
      session.print(
        rows.length === 0 ? `${a} and ${b} are the same` : formatTable(['', a, b, 'b by a'], rows),
      )
      return {
        a,
        b,
        lines: lines.map(([name, left, right]) => ({ name, a: left ?? null, b: right ?? null })),
      }
    },
  })
}

async function compare(
  names: readonly [string, string],
  [a, b]: readonly [Side, Side],
  { model, batch = 1 }: CompareOptions,
): Promise<Line[]> {
  if (a.kind === 'chip' && b.kind === 'chip') {
    return compareChips(a.chip, b.chip, model === undefined ? undefined : { model, batch })
  }
  if (a.kind === 'result' && b.kind === 'result') {
    if (model === undefined) return compareResults(a.result, b.result)
    const fix = 'leave --model out, or compare chips'
    throw new InputError('Cannot run a network', model, `${names.join(' and ')} are results, not chips`, fix)
  }
  const [chip, result] = a.kind === 'chip' ? names : [names[1], names[0]]
  const fix = 'compare two chips, or two files that the same verb wrote with --json'
  throw new InputError('Cannot compare', names.join(' and '), `${chip} is a chip, ${result} is a result`, fix)
}

function show(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'number' ? formatSignificant(value, 5) : String(value)
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text
}

function ratio(a: unknown, b: unknown): string {
  return typeof a === 'number' && typeof b === 'number' && a !== 0 ? `× ${formatSignificant(b / a)}` : ''
}
