/** How latent weights become the weights that are used. */
export type WeightQuantiser =
  | { readonly kind: 'real' }
  | {
      readonly kind: 'sign'
      /** The mean magnitude of the latent weights that multiplies the signs. */
      readonly scale: WeightScale
      /** The mean of each output's weights is taken away before the sign. @defaultValue false */
      readonly centred?: boolean
    }
  /** DoReFa: `2^bits` odd levels of `tanh(w) / max |tanh(w)|`. */
  | { readonly kind: 'levels'; readonly bits: number }

/** Mean magnitudes over nothing, one output's weights (XNOR-Net) or all of the layer (DoReFa). */
export const WEIGHT_SCALES = ['none', 'channel', 'layer'] as const

export type WeightScale = (typeof WEIGHT_SCALES)[number]

/** The quantiser with its sign weights' scale replaced; `own` leaves it. */
export function scaledQuantiser(quantiser: WeightQuantiser, scale: WeightScale | 'own'): WeightQuantiser {
  return quantiser.kind === 'sign' && scale !== 'own' ? { ...quantiser, scale } : quantiser
}

/** Weights as stored: `codes[i] * scale[i % outputs]`, or `codes[i] * scale[0]` when there is one scale. */
export interface WeightCodes {
  /** Odd integers, -1 and +1 for signs. */
  readonly codes: Int8Array
  readonly scale: Float32Array
}

/**
 * Quantises latent weights for the file; the training operations compute the same in float32.
 *
 * @param latent - outputs fastest
 */
export function weightCodes(
  latent: Float32Array,
  outputs: number,
  quantiser: Exclude<WeightQuantiser, { kind: 'real' }>,
): WeightCodes {
  if (quantiser.kind === 'levels') return levelCodes(latent, quantiser.bits)
  const fanIn = latent.length / outputs
  const means = new Float64Array(outputs)
  const magnitudes = new Float64Array(outputs)
  for (let i = 0; i < latent.length; i++) {
    means[i % outputs] += latent[i] / fanIn
    magnitudes[i % outputs] += Math.abs(latent[i]) / fanIn
  }
  const origin = (i: number) => (quantiser.centred ? Math.fround(means[i % outputs]) : 0)
  const codes = Int8Array.from(latent, (weight, i) => (weight >= origin(i) ? 1 : -1))
  if (quantiser.scale === 'channel') return { codes, scale: Float32Array.from(magnitudes) }
  const mean = magnitudes.reduce((sum, magnitude) => sum + magnitude, 0) / outputs
  return { codes, scale: Float32Array.of(quantiser.scale === 'layer' ? mean : 1) }
}

function levelCodes(latent: Float32Array, bits: number): WeightCodes {
  const most = 2 ** bits - 1
  let largest = 0
  for (const weight of latent) largest = Math.max(largest, Math.abs(Math.tanh(weight)))
  const codes = Int8Array.from(latent, (weight) => {
    const level = Math.round((Math.tanh(weight) / (2 * largest) + 0.5) * most)
    return 2 * level - most
  })
  return { codes, scale: Float32Array.of(1 / most) }
}
