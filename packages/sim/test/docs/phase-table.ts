import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tableCells, tableLine } from './table-line.js'

const rtl = fileURLToPath(new URL('../../../../rtl', import.meta.url))
const bench = fileURLToPath(new URL('latch_bench.sv', import.meta.url))

/** Signals of latch_bench.sv at the end of each phase of the clock, by `cycle phase`. */
export function runLatchBench(): Map<string, ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'concord-latch-'))
  const program = join(folder, 'bench')
  try {
    const sources = ['-c', 'concord_latch.f', bench]
    execFileSync('iverilog', ['-g2012', '-s', 'latch_bench', '-o', program, ...sources], {
      cwd: rtl,
      stdio: 'pipe',
    })
    const printed = execFileSync('vvp', ['-n', program], { encoding: 'utf8' })
    const phases = printed.trim().split('\n')
    return new Map(
      phases.map((line) => {
        const [cycle, phase, ...signals] = line.split(' ')
        return [`${cycle} ${phase}`, new Map(signals.map((text) => text.split('=') as [string, string]))]
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Fills the tables below `<!-- phases -->` as `fillCycleTables` does those of cycles. */
export function fillPhaseTables(
  page: string,
  phases: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
  return page.replace(/(?<=^<!-- phases -->\n\n)(?:\|.*\n)+/gm, (table) => {
    const [header, rule, ...rows] = table.trimEnd().split('\n')
    const names = tableCells(header)
    const filled = rows.map((row) => {
      const [cycle, phase, ...rest] = tableCells(row)
      const signals = phases.get(`${cycle} ${phase}`)
      if (!signals) throw new Error(`the bench has no cycle ${cycle} ${phase}`)
      const values = rest.map((cell, i) => signals.get(names[i + 2].replaceAll('`', '')) ?? cell)
      return tableLine([cycle, phase, ...values], row)
    })
    return [header, rule, ...filled, ''].join('\n')
  })
}
