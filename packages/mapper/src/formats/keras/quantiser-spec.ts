import { type Config, objectOf } from './model-config.js'

/** A quantiser of Larq as a layer's configuration names it. */
export interface QuantiserSpec {
  readonly kind: 'none' | 'sign' | 'magnitudeSign' | 'heaviside' | 'ternary' | 'dorefa'
  readonly config: Config
}

/** Larq's names: class, alias and function. The signs differ in their gradients only. */
const KINDS: Readonly<Record<string, QuantiserSpec['kind']>> = {
  SteSign: 'sign',
  ste_sign: 'sign',
  ApproxSign: 'sign',
  approx_sign: 'sign',
  SwishSign: 'sign',
  swish_sign: 'sign',
  MagnitudeAwareSign: 'magnitudeSign',
  magnitude_aware_sign: 'magnitudeSign',
  SteHeaviside: 'heaviside',
  ste_heaviside: 'heaviside',
  SteTern: 'ternary',
  ste_tern: 'ternary',
  DoReFa: 'dorefa',
  DoReFaQuantizer: 'dorefa',
  dorefa_quantizer: 'dorefa',
  NoOp: 'none',
  NoOpQuantizer: 'none',
  no_op: 'none',
}

/**
 * The quantiser that a configuration names, as text or as a serialised object; undefined for a name that is not Larq's.
 */
export function quantiserSpec(value: unknown): QuantiserSpec | undefined {
  if (value === null || value === undefined) return { kind: 'none', config: {} }
  const name = specName(value)
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  return kind === undefined ? undefined : { kind, config: objectOf(objectOf(value).config) }
}

/** Name of a function or object in a configuration: text, or a serialised function or object. */
export function specName(value: unknown): string {
  const { class_name: className, config } = objectOf(value)
  const name = className === 'function' ? config : (className ?? value)
  return typeof name === 'string' ? name.replace(/^.*>/, '') : JSON.stringify(value)
}
