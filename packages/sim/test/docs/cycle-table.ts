import { runScenario, type Scenario } from './scenario.js'
import { findSignal } from './signals.js'
import { tableCells, tableLine } from './table-line.js'

/** A cell whose signal means nothing in that cycle. */
const MEANINGLESS = '–'

const MARKER = /^<!-- cycles: (\S+)(?: at (\S+))? -->$/

/**
 * Fills the cycle tables of a page: below a line `<!-- cycles: SCENARIO at INSTANCE -->` comes a table whose column
 * `cycle` numbers cycles of the scenario and whose columns named in code are signals of the instance in these cycles.
 * A dash stays: the signal means nothing then. Cycles count from 0, or, as e + 3, from e, in which the scenario's first RUN executes.
 *
 * @returns the page with what the stepped model has in these columns; everything else stays
 */
export function fillCycleTables(page: string, scenarios: Readonly<Record<string, Scenario>>): string {
  const lines = page.split('\n')
  for (const [at, line] of lines.entries()) {
    const marker = MARKER.exec(line)
    if (!marker) continue
    const [, name, instance] = marker
    const scenario = scenarios[name]
    if (!scenario) throw new Error(`no scenario ${name}`)
    const first = at + 2
    let end = first
    while (lines[end]?.startsWith('|')) end++
    if (end < first + 3) throw new Error(`no table below ${line}`)
    lines.splice(first, end - first, ...fillTable(lines.slice(first, end), scenario, instance))
  }
  return lines.join('\n')
}

/** Names of the signals in the tables of a page. */
export function tableSignals(page: string): string[] {
  const lines = page.split('\n')
  return lines.flatMap((line, at) => (MARKER.test(line) ? signalNames(tableCells(lines[at + 2] ?? '')) : []))
}

function signalNames(header: readonly string[]): string[] {
  return header.flatMap((cell) => /^`(.+)`$/.exec(cell)?.[1] ?? [])
}

function fillTable(table: readonly string[], scenario: Scenario, instance: string | undefined): string[] {
  const header = tableCells(table[0])
  const cycleColumn = header.indexOf('cycle')
  const prefix = instance === undefined ? '' : `${instance}.`
  const reads = header.map((cell) => {
    const [name] = signalNames([cell])
    return name === undefined ? undefined : findSignal(prefix + name)
  })
  const lines = table.slice(2)
  const rows = lines.map(tableCells)
  const cycles = rows.map((row) => cycleNumber(row[cycleColumn], scenario))
  runScenario(scenario, (cycle, chip, inputs, outputs) => {
    for (const [i, row] of rows.entries()) {
      if (cycles[i] !== cycle) continue
      for (const [column, read] of reads.entries()) {
        if (read && row[column] !== MEANINGLESS) row[column] = read(chip, inputs, outputs)
      }
    }
  })
  return [...table.slice(0, 2), ...rows.map((row, i) => tableLine(row, lines[i]))]
}

function cycleNumber(text: string, scenario: Scenario): number {
  const match = /^(e)?(?: ?([+−]) ?)?(\d+)?$/.exec(text)
  if (!match) throw new Error(`${text} is not a cycle`)
  const [, fromRun, sign, offset = '0'] = match
  const cycle = (fromRun ? firstRun(scenario) : 0) + (sign === '−' ? -1 : 1) * Number(offset)
  if (cycle < 0 || cycle >= scenario.cycles) throw new Error(`the scenario has no cycle ${text}`)
  return cycle
}

/** The cycle in which the first RUN executes. */
export function firstRun(scenario: Scenario): number {
  let first = -1
  runScenario(scenario, (cycle, { core }) => {
    if (first < 0 && core.computeEngine.pop && core.computeEngine.instruction.isRun) first = cycle
  })
  return first
}
