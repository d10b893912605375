import { existsSync, readFileSync } from 'node:fs'
import { type ChipConfig, PRESETS } from '@concord/arch'
import { estimateArea } from '@concord/estimator'
import { Evaluator } from '@concord/explorer'
import { type Command, Option } from 'commander'
import { readChip } from '../io/chip-option.js'
import { readModel } from '../io/model-file.js'
import { formatSignificant } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatTable } from '../session/text-table.js'
import { addVerb, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord compare edge caravel                                       two chips
  $ concord compare edge ./mine.json --model models/mnist-mlp.onnx     and what a network costs on each
  $ concord compare before.json after.json                             two files that --json wrote, runs for instance`

interface CompareOptions {
  readonly model?: string
  readonly batch?: number
}

type Line = readonly [name: string, a: unknown, b: unknown]

/** `concord compare`: two chips or two results side by side. */
export function addCompare(program: Command, session: Session): void {
  addVerb<[string, string], CompareOptions>(program, session, {
    usage: 'compare <a> <b>',
    summary: 'show two chips or two runs side by side',
    description:
      'Compares two chips, field by field and in cost, or the numbers of two files written with --json.',
    examples: EXAMPLES,
    options: [new Option('-m, --model <file>', 'with chips: a network to run on both'), OPTIONS.batch()],
    action: async (options, a, b) => {
      const lines = isResult(a) && isResult(b) ? compareResults(a, b) : await compareChips(a, b, options)
      const rows = lines.map(([name, left, right]) => [name, show(left), show(right), ratio(left, right)])
      session.print(formatTable(['', a, b, 'b by a'], rows))
      return {
        a,
        b,
        lines: lines.map(([name, left, right]) => ({ name, a: left ?? null, b: right ?? null })),
      }
    },
  })
}

/** A JSON file that is no chip: chips have rows and lanes. */
function isResult(name: string): boolean {
  if (name in PRESETS || !existsSync(name)) return false
  try {
    return JSON.parse(readFileSync(name, 'utf8')).lanes === undefined
  } catch {
    return false
  }
}

async function compareChips(a: string, b: string, { model, batch }: CompareOptions): Promise<Line[]> {
  const chips = [await readChip(a), await readChip(b)]
  const fields = flatten(chips[0]).map(
    ([name], i): Line => [name, flatten(chips[0])[i][1], flatten(chips[1])[i][1]],
  )
  const [left, right] = chips.map((chip) => estimateArea(chip))
  const lines: Line[] = [
    ...fields.filter(([name, x, y]) => name !== 'name' && x !== y),
    ['cells mm²', left.cellAreaUm2.value / 1e6, right.cellAreaUm2.value / 1e6],
    ['die mm²', left.dieAreaUm2.value / 1e6, right.dieAreaUm2.value / 1e6],
    ['peak GOP/s', peak(chips[0]), peak(chips[1])],
  ]
  if (model === undefined) return lines
  const { network, name } = await readModel(model)
  const evaluate = (chip: ChipConfig) =>
    new Evaluator({ chip, limits: [] }, [{ name, network, weight: 1, batch: batch ?? 1 }]).evaluate({
      ...{ id: chip.name, fidelity: 'closedForm', parameters: {} },
    })
  const rows = await Promise.all(chips.map(evaluate))
  const metrics = rows.map(
    (row): Record<string, unknown> =>
      row.status === 'failed' ? { [name]: row.reason } : { ...row.metrics, ...row.networks[0] },
  )
  const names = [...new Set(metrics.flatMap((row) => Object.keys(row)))].filter((key) => key !== 'network')
  return [...lines, ...names.map((key): Line => [key, metrics[0][key], metrics[1][key]])]
}

function compareResults(a: string, b: string): Line[] {
  const [left, right] = [a, b].map((file) => new Map(flatten(JSON.parse(readFileSync(file, 'utf8')))))
  const names = [...new Set([...left.keys(), ...right.keys()])]
  return names.map((name): Line => [name, left.get(name), right.get(name)]).filter(([, x, y]) => x !== y)
}

/** Every number, text and truth value of a structure with its path; long lists are left out. */
function flatten(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  if (Array.isArray(value) && value.length > 64) return []
  return Object.entries(value).flatMap(([key, part]) => flatten(part, path === '' ? key : `${path}.${key}`))
}

function peak({ rows, lanes, clockMhz }: ChipConfig): number {
  return 2 * rows * lanes * clockMhz * 1e-3
}

function show(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'number' ? formatSignificant(value, 5) : String(value)
}

function ratio(a: unknown, b: unknown): string {
  return typeof a === 'number' && typeof b === 'number' && a !== 0 ? `× ${formatSignificant(b / a)}` : ''
}
