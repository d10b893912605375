import type { TimingEstimate } from '@concord/estimator'
import { formatSignificant } from '../session/numbers.js'
import { formatTable } from '../session/text-table.js'

/** Blocks that are shown. */
const SLOWEST = 5

/** Clock in every corner and the slowest paths, with the error of such estimates. */
export function describeTiming(timing: readonly TimingEstimate[]): string {
  const names = timing[0].blocks.slice(0, SLOWEST).map(({ name }) => name)
  const rows = timing.map(({ corner, clockMhz, blocks }) => [
    corner,
    formatSignificant(clockMhz.value),
    ...names.map((name) => formatSignificant(blocks.find((block) => block.name === name)?.periodNs ?? 0)),
  ])
  const { basis, error, note } = timing[0].clockMhz
  return [
    'Clock before layout, and ns of the slowest path into a block\n',
    formatTable(['corner', 'MHz', ...names], rows),
    '',
    `Basis: ${basis}; error: ${error}. ${note[0].toUpperCase()}${note.slice(1)}.`,
  ].join('\n')
}
