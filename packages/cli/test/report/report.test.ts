import { describe, expect, it } from 'vitest'
import { renderReport } from '../../src/report/report.js'
import { SAMPLE_RECORD } from '../support/sample-record.js'

const sample = { index: 3, shape: [2, 2], data: new Uint8Array(4), result: 8, label: 3 }

describe('renderReport', () => {
  const page = renderReport(SAMPLE_RECORD, [sample, { ...sample, index: 4, result: 3 }])

  it('shows the figures', () => {
    for (const text of [
      '95.58',
      '1,582',
      'MatMul_12',
      'weight banks',
      'clock tree',
      'not yet measured',
      'edge',
    ]) {
      expect(page).toContain(text)
    }
    expect(page).toContain('sha256 '.concat('cd'.repeat(32)))
    expect(page.match(/<svg /g)).toHaveLength(3)
    expect(page.match(/<img src="data:image\/png;base64,/g)).toHaveLength(2)
    expect(page).toContain('<span class="wrong">8</span>, is 3')
  })

  it('needs nothing but itself', () => {
    expect(page).toContain('default-src &#39;none&#39;')
    expect(page).not.toMatch(/<script|<link|@import|url\(/)
    const addresses = page.match(/https?:[^"'\s]*/g) ?? []
    expect(addresses.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([])
  })

  it('keeps names from being markup', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const hostile = renderReport(
      {
        ...SAMPLE_RECORD,
        model: { file: evil, sha256: evil },
        chip: evil,
        chipConfig: { ...SAMPLE_RECORD.chipConfig, name: evil },
        data: { name: evil, shape: [28, 28] },
        layers: SAMPLE_RECORD.layers.map((layer) => ({ ...layer, name: evil })),
        energy: { ...SAMPLE_RECORD.energy, note: evil, blocks: [{ name: evil, value: 1, note: evil }] },
      },
      [],
    )
    expect(hostile).not.toContain('<img src=x')
    expect(hostile).not.toContain('onerror=alert(1)>')
    expect(hostile.match(/&#60;img src=x|&lt;img src=x/g)!.length).toBeGreaterThan(8)
  })

  it('says nothing about accuracy without labels', () => {
    const plain = renderReport({ ...SAMPLE_RECORD, correct: null, accuracy: null, confusion: null }, [
      { ...sample, label: undefined },
    ])
    expect(plain).toContain('without labels')
    expect(plain).not.toContain('class="matrix"')
  })

  it('names the most frequent mistakes where classes are too many for a table', () => {
    const classes = 1600
    const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
    confusion[1599][7] = 41
    confusion[3][3] = 100
    const large = renderReport({ ...SAMPLE_RECORD, confusion }, [])
    expect(large).toContain('<td>1599</td><td>7</td><td>41</td>')
    expect(large.length).toBeLessThan(100_000)
  })

  it('shows what the host computes, and why', () => {
    expect(page).toContain('all layers run on the chip')
    const reason = 'MatMul "fc": its weights are not quantised (<0.3>)'
    const parts = [{ name: 'logits', operator: 'MatMul', reason, macs: 1_600, bytes: 2_400 }]
    const hosted = renderReport({ ...SAMPLE_RECORD, host: { macs: 1_600, bytes: 2_400, parts } }, [])
    expect(hosted).toContain('1,600 multiply-accumulates an input, 2,400 bytes')
    expect(hosted).toContain('its weights are not quantised (&#60;0.3&#62;)')
  })
})
