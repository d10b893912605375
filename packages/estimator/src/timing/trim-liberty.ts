/**
 * A Liberty library without the cells that a netlist does not have: reading all of them takes a tool longer than analysing a small chip.
 *
 * @param liberty - text of the library, one `cell (name) {` a line, cells behind everything else
 * @param netlist - Verilog, one instance a line
 * @param further - cells that are needed besides
 */
export function trimLiberty(liberty: string, netlist: string, further: readonly string[]): string {
  const used = new Set([...further, ...[...netlist.matchAll(/^\s*(\w+)\s/gm)].map(([, word]) => word!)])
  const [head, ...cells] = liberty.split(/^(?=[ \t]*cell[ \t]*\()/m)
  const end = cells.at(-1)?.lastIndexOf('}')
  const kept = cells
    .map((cell, i) => (i === cells.length - 1 ? cell.slice(0, end) : cell))
    .filter((cell) => used.has(/^\s*cell\s*\(\s*"?(\w+)/.exec(cell)![1]!))
  return cells.length === 0 ? liberty : `${head}${kept.join('')}}\n`
}
