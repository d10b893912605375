import { PRESETS } from '@concord/arch'
import { chips } from '@concord/harness'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timingDiagrams } from '../../src/datasheet/diagrams.js'
import { drawWaves } from '../../src/datasheet/draw-waves.js'
import type { TimingDiagram } from '../../src/datasheet/waves.js'

const valuesOf = ({ waves }: TimingDiagram, signal: string) =>
  waves.find((wave) => wave.signal === signal)!.values

describe('timing diagrams', () => {
  it('every chip has them, and they show what their texts say', () => {
    fc.assert(
      fc.property(fc.oneof(chips(), fc.constantFrom(...Object.values(PRESETS))), (config) => {
        const diagrams = timingDiagrams(config)
        expect(diagrams).toHaveLength(config.streamBits <= 32 ? 5 : 4)
        const [start, output, end, bus] = diagrams as [
          TimingDiagram,
          TimingDiagram,
          TimingDiagram,
          TimingDiagram,
        ]
        for (const { waves, cycles } of diagrams)
          for (const { values } of waves) expect(values).toHaveLength(cycles)

        // Ready from the first edge after reset on
        expect(valuesOf(start, 'in_ready_o').slice(0, 4)).toEqual([0, 0, 0, 1])
        // Results hold still until they are taken
        const [valid, ready, data] = ['out_valid_o', 'out_ready_i', 'out_data_o'].map((name) =>
          valuesOf(output, name),
        ) as [number[], number[], number[]]
        expect(valid[0]).toBe(1)
        for (let t = 1; t < output.cycles; t++) {
          if (valid[t - 1] === 1 && ready[t - 1] === 0) expect([valid[t], data[t]]).toEqual([1, data[t - 1]])
        }
        const done = valuesOf(end, 'done_o').indexOf(1)
        expect(valuesOf(end, 'out_valid_o').lastIndexOf(1)).toBe(done - 1)
        expect(valuesOf(end, 'out_valid_o')).toContain(1)
        expect(valuesOf(end, 'error_o')).not.toContain(1)
        // Acknowledged in the cycle after the request
        const request = valuesOf(bus, 'wb_stb_i').indexOf(1)
        expect(valuesOf(bus, 'wb_ack_o').indexOf(1)).toBe(request + 1)
        expect(valuesOf(bus, 'wb_dat_o')[request + 1]).toBe('434E4344')
      }),
      { numRuns: 25 },
    )
  })

  it('draws every change: as many shapes as there are stretches of equal values', () => {
    for (const diagram of timingDiagrams(PRESETS.edge)) {
      const svg = drawWaves(diagram)
      for (const { signal } of diagram.waves) expect(svg).toContain(`>${signal}</text>`)
      const buses = diagram.waves.filter(({ kind }) => kind === 'bus')
      const stretches = buses.flatMap(({ values, fresh }) =>
        values.filter(
          (value, t) => value !== undefined && (t === 0 || fresh?.[t] || value !== values[t - 1]),
        ),
      )
      expect(svg.match(/class="v"/g) ?? []).toHaveLength(stretches.length)
      expect(svg).not.toMatch(/NaN|undefined/)
    }
  })
})
