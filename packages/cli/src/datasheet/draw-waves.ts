import type { TimingDiagram, Wave } from './waves.js'

/** Sizes in pixels. */
const SIZE = { name: 110, cycle: 64, character: 8, row: 30, high: 18, slope: 4, top: 24, margin: 8 } as const

/**
 * A timing diagram as SVG: the clock, then one row a signal; cycles are numbered, and values change just after the edges
 * that start them. Colours follow the reader's light or dark page.
 */
export function drawWaves({ waves, cycles, title }: TimingDiagram): string {
  const longest = Math.max(
    ...waves.flatMap(({ values }) => values.map((value) => String(value ?? '').length)),
  )
  const pitch = Math.max(SIZE.cycle, SIZE.character * longest + 2 * SIZE.margin)
  const width = SIZE.name + cycles * pitch + SIZE.margin
  const height = SIZE.top + (waves.length + 1) * SIZE.row + SIZE.margin
  const rows = [
    `<path class="w" d="${clockPath(cycles, pitch)}"/>${label('clk_i', 0)}`,
    ...waves.map((wave, i) => drawWave(wave, i + 1, pitch)),
  ]
  const edges = Array.from({ length: cycles }, (_, cycle) => {
    const x = SIZE.name + cycle * pitch
    const bottom = height - SIZE.margin
    return `<path class="g" d="M${x} ${SIZE.top}V${bottom}"/><text class="n" x="${x + pitch / 2}" y="14">${cycle}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    '<style>text{font:12px ui-monospace,monospace;fill:#24292f}.n,.v{text-anchor:middle}.n{fill:#8b949e;font-size:10px}.w{fill:none;stroke:#0a58ca;stroke-width:1.5}.u{fill:#8b949e22;stroke:#8b949e}.g{stroke:#8b949e55;stroke-dasharray:2 3}',
    '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.w{stroke:#6ea8fe}}</style>',
    ...edges,
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

function label(name: string, row: number): string {
  return `<text x="4" y="${low(row) - 4}">${name}</text>`
}

/** Lower line of a row. */
function low(row: number): number {
  return SIZE.top + row * SIZE.row + SIZE.high + 6
}

/** High in the first half of every cycle: edges that count rise where cycles begin. */
function clockPath(cycles: number, pitch: number): string {
  const half = pitch / 2
  const one = `V${low(0) - SIZE.high}h${half}V${low(0)}h${half}`
  return `M${SIZE.name} ${low(0)}${one.repeat(cycles)}`
}

function drawWave(wave: Wave, row: number, pitch: number): string {
  return `${wave.kind === 'bit' ? bitPath(wave, row, pitch) : busShapes(wave, row, pitch)}${label(wave.signal, row)}`
}

function bitPath({ values }: Wave, row: number, pitch: number): string {
  const y = (value: Wave['values'][number]) => low(row) - (value ? SIZE.high : 0)
  const steps = values.map((value, cycle) => {
    const x = SIZE.name + cycle * pitch
    const from = cycle === 0 ? `M${x} ${y(value)}` : `H${x}L${x + SIZE.slope} ${y(value)}`
    return cycle === values.length - 1 ? `${from}H${x + pitch}` : from
  })
  return `<path class="w" d="${steps.join('')}"/>`
}

/** One shape for each stretch of cycles with the same value. */
function busShapes({ values, fresh }: Wave, row: number, pitch: number): string {
  const shapes: string[] = []
  for (let first = 0; first < values.length; ) {
    const value = values[first]
    let end = first + 1
    while (end < values.length && values[end] === value && !(fresh?.[end] && value !== undefined)) end += 1
    shapes.push(busShape(value, SIZE.name + first * pitch, SIZE.name + end * pitch, row))
    first = end
  }
  return shapes.join('')
}

function busShape(value: Wave['values'][number], x0: number, x1: number, row: number): string {
  const [bottom, top] = [low(row), low(row) - SIZE.high]
  const middle = (bottom + top) / 2
  const s = SIZE.slope
  if (value === undefined) return `<path class="u" d="M${x0} ${middle}H${x1}"/>`
  const outline = `M${x0} ${middle}L${x0 + s} ${top}H${x1 - s}L${x1} ${middle}L${x1 - s} ${bottom}H${x0 + s}Z`
  return `<path class="w" d="${outline}"/><text class="v" x="${(x0 + x1) / 2}" y="${bottom - 5}">${value}</text>`
}
