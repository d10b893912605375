/** Cells of a line of a Markdown table. */
export function tableCells(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

/** The line with these cells; `before` stays, with its spaces, when it has them already. */
export function tableLine(cells: readonly string[], before: string): string {
  const same = tableCells(before).every((cell, i) => cell === cells[i])
  return same ? before : `| ${cells.join(' | ')} |`
}
