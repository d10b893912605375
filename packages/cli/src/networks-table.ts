import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { argv, stdout } from 'node:process'
import { NETWORK_COLUMNS, type NetworkCard, networkRow } from './networks/network-row.js'

// Usage: networks-table MODELS PAGE - writes the table of all networks that have a card (NAME.json beside NAME.onnx) into PAGE,
// between the markers.

const OPEN = '<!-- generated: networks -->'
const CLOSE = '<!-- end -->'

const [models = '.', page = 'networks.md'] = argv.slice(2)
const text = readFileSync(page, 'utf8')
const [from, to] = [text.indexOf(OPEN), text.indexOf(CLOSE)]
if (from < 0 || to < from) throw new Error(`${page} has no ${OPEN} followed by ${CLOSE}`)
const rows: (readonly string[])[] = [NETWORK_COLUMNS, NETWORK_COLUMNS.map(() => '---')]
for (const file of readdirSync(models).sort()) {
  if (!file.endsWith('.json')) continue
  const card = JSON.parse(readFileSync(join(models, file), 'utf8')) as NetworkCard
  const path = join(models, `${card.name}.onnx`)
  rows.push(await networkRow(card, path, relative(dirname(page), path)))
}
const table = rows
  .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
  .join('\n')
writeFileSync(page, `${text.slice(0, from)}${OPEN}\n\n${table}\n\n${text.slice(to)}`)
stdout.write(`${page}: ${rows.length - 2} networks\n`)
