import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { firstImages, loadMnist, validationSplit } from '../src/mnist.js'
import { scoreFile } from '../src/net/score.js'
import { TRAINING_RECIPES } from '../src/recipes.js'
import { modelCard } from '../src/zoo/card.js'
import { insertZoo } from '../src/zoo/page.js'
import { readCards } from '../src/zoo/write-zoo.js'
import { ZOO } from '../src/zoo/zoo.js'

const models = new URL('../../../models/', import.meta.url)
const { train: trainImages, test } = await loadMnist()
const cards = await readCards(fileURLToPath(models))

/** Largest share of the test images that a network may lie behind its float twin. */
const BEHIND = 0.03

describe.each(cards)('$name', (card) => {
  const entry = ZOO.find(({ name }) => name === card.name)!
  const bytes = Uint8Array.from(readFileSync(new URL(`${entry.name}.onnx`, models)))

  it('is the file that its card describes, with the settings of its recipe', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(card.sha256)
    const [score, twin, validation, first] = [card.test, card.twin, card.validation, card.firstImages].map(
      (count) => ({
        ...count,
        accuracy: count.correct / count.total,
      }),
    )
    expect(card.settings).toEqual(TRAINING_RECIPES[entry.name].defaults)
    const result = { onnx: bytes, test: score, twin, settings: card.settings, history: [] }
    expect(modelCard(entry, result, { validation, first })).toEqual(card)
  })

  it('is small, beats its floor and is not far behind its float twin', () => {
    expect(bytes.length).toBeLessThanOrEqual(300_000)
    expect(card.test.total).toBe(10_000)
    const share = card.test.correct / card.test.total
    expect(share).toBeGreaterThan(card.floor)
    expect(card.twin.correct / card.twin.total - share).toBeLessThan(BEHIND)
  })

  it('classifies the first test images as it says', async () => {
    const { correct, total } = await scoreFile(bytes, firstImages(test, card.firstImages.total))
    expect({ correct, total }).toEqual(card.firstImages)
  })
})

it('trains no member on the images that settings are chosen on', () => {
  const { train } = validationSplit({ train: trainImages, test })
  for (const { name } of ZOO) {
    const { trainImages: count } = TRAINING_RECIPES[name].defaults
    expect([name, count <= train.count]).toEqual([name, true])
  }
})

it('has a page whose table is what the cards say', () => {
  const page = readFileSync(new URL('README.md', models), 'utf8')
  expect(insertZoo(page, cards)).toBe(page)
  expect(() => insertZoo('no table', cards)).toThrow('put the markers back')
})
