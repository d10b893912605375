import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { firstImages, loadMnist, validationSplit } from '../mnist.js'
import { scoreFile } from '../net/score.js'
import type { TrainProgress } from '../options.js'
import { type ModelCard, modelCard } from './card.js'
import { networkRecipe, type ZooEntry } from './network-recipe.js'
import { insertZoo } from './page.js'
import { ZOO } from './zoo.js'

/** Test images of a card's quick check. */
const FIRST_IMAGES = 200

/** Trains a member by its recipe and writes `NAME.onnx` and `NAME.json` into the folder. */
export async function writeMember(
  folder: string,
  entry: ZooEntry,
  onProgress: (progress: TrainProgress) => void,
): Promise<ModelCard> {
  const result = await networkRecipe(entry).train({ onProgress })
  const mnist = await loadMnist()
  const card = modelCard(entry, result, {
    validation: await scoreFile(result.onnx, validationSplit(mnist).test),
    first: await scoreFile(result.onnx, firstImages(mnist.test, FIRST_IMAGES)),
  })
  await writeWhole(join(folder, `${entry.name}.onnx`), result.onnx)
  await writeWhole(join(folder, `${entry.name}.json`), `${JSON.stringify(card, null, 2)}\n`)
  return card
}

/** Writes the table of `README.md` from the cards in the folder. */
export async function writePage(folder: string): Promise<void> {
  const path = join(folder, 'README.md')
  await writeWhole(path, insertZoo(await readFile(path, 'utf8'), await readCards(folder)))
}

/** The cards in the folder, in the order of the zoo; a member that is not kept there has none. */
export async function readCards(folder: string): Promise<ModelCard[]> {
  const files = new Set(await readdir(folder))
  const kept = ZOO.map(({ name }) => `${name}.json`).filter((file) => files.has(file))
  return Promise.all(
    kept.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as ModelCard),
  )
}

/** Leaves the old file or the new one, nothing between. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content)
  await rename(`${path}.new`, path)
}
