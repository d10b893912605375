import { ConcordError } from '../error.js'

/**
 * Replaces the text between each pair of markers `<!-- generated: NAME -->` and `<!-- end -->`.
 *
 * @throws ConcordError when a marker names no table, or a table has no marker
 */
export function insertTables(markdown: string, tables: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(tables))
  const text = markdown.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, open: string, name: string, close: string) => {
      if (!unused.delete(name)) throw markerError(name, 'the marker names no table, or one twice')
      return `${open}\n${tables[name]}\n${close}`
    },
  )
  for (const name of unused) throw markerError(name, 'the table has no marker')
  return text
}

function markerError(where: string, why: string): ConcordError {
  return new ConcordError({
    what: 'Cannot write the generated tables',
    where,
    why,
    fix: 'make the markers of the page and the tables of packages/arch/src/docs agree',
  })
}
