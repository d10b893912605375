/**
 * Splits what `write_rtlil` wrote into modules, without what changes though the module does not: where a line stands in its file, and the
 * running numbers in generated names, which count over the whole design.
 *
 * @returns text by name of the module, cells of the library excepted
 */
export function rtlilModules(rtlil: string): Map<string, string> {
  const modules = new Map<string, string>()
  let attributes: string[] = []
  let lines: string[] | undefined
  let name = ''
  for (const line of rtlil.split('\n')) {
    const started = /^module (\S+)$/.exec(line)
    if (started !== null) {
      name = started[1]!.replace(/^\\/, '')
      lines = [line]
      if (attributes.some((attribute) => attribute.startsWith('attribute \\blackbox'))) lines = undefined
      attributes = []
    } else if (line === 'end' && lines !== undefined) {
      modules.set(name, renumbered(lines))
      lines = undefined
    } else if (lines !== undefined) {
      if (!/^\s*attribute \\(src|full_case|parallel_case)\b/.test(line)) lines.push(line)
    } else if (line.startsWith('attribute ')) attributes.push(line)
  }
  return modules
}

/** Generated names are called after the order in which they come. */
function renumbered(lines: readonly string[]): string {
  const names = new Map<string, string>()
  return lines.join('\n').replaceAll(/\$\w+\$[^\s$]*\$\d+(?:_\w+)?|\$\d+\b/g, (name) => {
    const known = names.get(name) ?? `$${names.size}`
    names.set(name, known)
    return known
  })
}
