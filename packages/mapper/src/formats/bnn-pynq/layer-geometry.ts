import { FormatError } from '../format-error.js'
import type { ModelFiles } from '../model-files.js'
import { type LayerGeometry, matrixSize, readConfigHeader } from './geometry.js'
import { weightFile } from './parameter-files.js'
import { PUBLISHED } from './published.js'

/** Layers that a network may have; the published ones have up to 9. */
const LAYERS_MAX = 256

/** Whether files are BNN-PYNQ parameters. */
export function isBnnPynq({ entries }: ModelFiles): boolean {
  return entries.has(weightFile(0, 0))
}

/**
 * The geometry of all layers: from `config.h` when there is one, else that of the published network whose files
 * have the same numbers and sizes.
 *
 * @throws FormatError when neither tells it
 */
export function layerGeometry(files: ModelFiles): readonly LayerGeometry[] {
  const { name, entries } = files
  const header = entries.get('config.h')
  if (header !== undefined) {
    const layers = readConfigHeader(new TextDecoder().decode(header), `${name}, config.h`)
    checkSizes(files, layers)
    return layers
  }
  const found = Object.values(PUBLISHED).find((layers) => sameFiles(files, layers))
  if (found !== undefined) return found
  const known = Object.keys(PUBLISHED).join(', ')
  throw new FormatError(
    'BNN-PYNQ parameters',
    name,
    `there is no config.h, and its files are not those of ${known}`,
    {
      fix: 'add the config.h that the parameters were made with',
    },
  )
}

function checkSizes({ name, entries }: ModelFiles, layers: readonly LayerGeometry[]): void {
  const where = `${name}, config.h`
  if (layers.length > LAYERS_MAX) {
    throw new FormatError('BNN-PYNQ configuration', where, `it defines ${layers.length} layers`)
  }
  if (entries.has(weightFile(layers.length, 0))) {
    throw new FormatError(
      'BNN-PYNQ configuration',
      where,
      `it defines ${layers.length} layers, there are files of more`,
    )
  }
  for (const [l, layer] of layers.entries()) {
    if (layer.kind === 'conv' && layer.outSize !== layer.inSize - layer.kernel + 1) {
      const why = `layer ${l} maps ${layer.inSize} to ${layer.outSize} pixels a line; only convolutions without padding are read`
      throw new FormatError('BNN-PYNQ configuration', where, why)
    }
  }
}

/** Whether the files of every layer have the numbers and sizes that a geometry asks for. */
function sameFiles({ entries }: ModelFiles, layers: readonly LayerGeometry[]): boolean {
  if (entries.has(weightFile(layers.length, 0))) return false
  return layers.every((layer, l) => {
    const { rows, synapses } = matrixSize(layer)
    const words = (rows / layer.pe) * (synapses / layer.simd)
    return (
      entries.get(weightFile(l, layer.pe - 1))?.length === 8 * words && !entries.has(weightFile(l, layer.pe))
    )
  })
}
