import { DataError } from '../errors.js'
import type { ModelCard } from './card.js'
import { ZOO } from './zoo.js'

const OPEN = '<!-- generated: zoo -->'
const CLOSE = '<!-- end -->'

/**
 * Replaces the table of the zoo in `models/README.md`.
 *
 * @param cards - in the order of the table
 * @throws DataError when the page has no markers
 */
export function insertZoo(page: string, cards: readonly ModelCard[]): string {
  const from = page.indexOf(OPEN)
  const to = page.indexOf(CLOSE, from)
  if (from < 0 || to < 0) {
    throw new DataError({
      what: 'cannot write the table of the zoo',
      where: 'README.md',
      why: `it has no ${OPEN} followed by ${CLOSE}`,
      fix: 'put the markers back',
    })
  }
  return `${page.slice(0, from)}${OPEN}\n\n${zooTable(cards)}\n${page.slice(to)}`
}

function zooTable(cards: readonly ModelCard[]): string {
  const rows = cards.map(
    ({ name, family, summary, source, validation, test, twin, weights, bytes, settings }) =>
      `| [${name}](${name}.onnx) | ${family} | ${summary} (${source}) | ${percent(validation)} | ${percent(test)} | ${percent(twin)} | ` +
      `${points(test, twin)} | ${weights.quantised.toLocaleString('en')} / ${weights.real.toLocaleString('en')} | ` +
      `${settings.epochs} × ${settings.trainImages.toLocaleString('en')} | ${bytes.toLocaleString('en')} |`,
  )
  const notKept = ZOO.map(({ name }) => name).filter((name) => cards.every((card) => card.name !== name))
  return [
    '| network | family | what it is | of the held-out images | of the test images | float twin | points behind | weights quantised / real | epochs × images | bytes |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...(notKept.length > 0 ? [`Recipes whose network is not kept here: ${notKept.join(', ')}.`, ''] : []),
  ].join('\n')
}

type Count = ModelCard['test']

const percent = ({ correct, total }: Count) => `${((100 * correct) / total).toFixed(2)} %`

function points(test: Count, twin: Count): string {
  return (100 * (twin.correct / twin.total - test.correct / test.total)).toFixed(2)
}
