import { FormatError } from '../format-error.js'

/** How a layer's weights and thresholds are spread over files and words. */
interface Folding {
  /** Processing elements: one file each. */
  readonly pe: number
  /** Synapses a weight word. */
  readonly simd: number
  /** Bits of a weight: 1 (±1) or 2 (two's complement −1, 0, 1). */
  readonly weightBits: number
}

/** A convolution without padding, of stride 1, perhaps followed by 2 × 2 max pooling. */
export interface ConvGeometry extends Folding {
  readonly kind: 'conv'
  readonly kernel: number
  readonly inChannels: number
  readonly inSize: number
  readonly outChannels: number
  readonly outSize: number
}

/** A fully connected layer; sizes with the padding to whole words. */
export interface DenseGeometry extends Folding {
  readonly kind: 'dense'
  readonly inputs: number
  readonly outputs: number
}

export type LayerGeometry = ConvGeometry | DenseGeometry

/** Largest value of any field; the published networks stay below 10⁵. */
const FIELD_MAX = 2 ** 24

/** Rows and synapses of a layer, with padding. */
export function matrixSize(layer: LayerGeometry): { readonly rows: number; readonly synapses: number } {
  if (layer.kind === 'dense') return { rows: layer.outputs, synapses: layer.inputs }
  return { rows: layer.outChannels, synapses: layer.kernel ** 2 * layer.inChannels }
}

/**
 * Reads the geometry of a network from its `config.h`: macros `L<layer>_<field>`.
 *
 * @param where - name of the file, for the error
 * @throws FormatError when a layer or a field is missing or out of range
 */
export function readConfigHeader(text: string, where: string): LayerGeometry[] {
  const fields = new Map<string, number>()
  for (const [, name, value] of text.matchAll(/^[ \t]*#define[ \t]+(L\d+_[A-Z_]+)[ \t]+(\d+)/gm)) {
    fields.set(name, Number(value))
  }
  const layers: LayerGeometry[] = []
  const field = (name: string): number => {
    const value = fields.get(`L${layers.length}_${name}`)
    const what = `L${layers.length}_${name}`
    if (value === undefined) throw new FormatError('BNN-PYNQ configuration', where, `${what} is not defined`)
    if (value < 1 || value > FIELD_MAX)
      throw new FormatError('BNN-PYNQ configuration', where, `${what} is ${value}`)
    return value
  }
  while (fields.has(`L${layers.length}_PE`)) {
    const folding = { pe: field('PE'), simd: field('SIMD'), weightBits: field('WPI') }
    if (fields.has(`L${layers.length}_K`)) {
      const [kernel, inChannels, inSize] = [field('K'), field('IFM_CH'), field('IFM_DIM')]
      const [outChannels, outSize] = [field('OFM_CH'), field('OFM_DIM')]
      layers.push({ kind: 'conv', ...folding, kernel, inChannels, inSize, outChannels, outSize })
    } else {
      layers.push({ kind: 'dense', ...folding, inputs: field('MW'), outputs: field('MH') })
    }
  }
  if (layers.length === 0)
    throw new FormatError('BNN-PYNQ configuration', where, 'it defines no layers (L0_PE)')
  return layers
}
