import type { SourceNode } from '../graph/source-graph.js'
import { ACTIVATIONS } from './activations.js'
import { BOUNDED_ROUNDINGS } from './bounded-rounding.js'
import { COMPARISONS } from './comparisons.js'
import { CONV } from './conv.js'
import { ELEMENTWISE } from './elementwise.js'
import { HEADS } from './heads.js'
import { IM2COL } from './im2col.js'
import { LINEAR } from './linear.js'
import type { Operator } from './operator.js'
import { PAD } from './pad.js'
import { POOLS } from './pools.js'
import { QUANTISE_LINEAR } from './quantise-linear.js'
import { QUANTISERS } from './quantisers.js'
import { REDUCTIONS } from './reductions.js'
import { SHAPES } from './shapes.js'
import { SLICES } from './slices.js'

const { Sign, ...customQuantisers } = QUANTISERS
const STANDARD: Readonly<Record<string, Operator>> = {
  ...ELEMENTWISE,
  ...ACTIVATIONS,
  ...COMPARISONS,
  ...SHAPES,
  ...SLICES,
  ...PAD,
  ...CONV,
  ...LINEAR,
  ...POOLS,
  ...REDUCTIONS,
  ...QUANTISE_LINEAR,
  ...HEADS,
  Sign,
}
const CUSTOM: Readonly<Record<string, Operator>> = { ...customQuantisers, ...IM2COL }

/** Domains of the quantisers; exporters use them without listing them in `opset_import`. */
const CUSTOM_DOMAINS = new Set(['qonnx.custom_op.general', 'finn.custom_op.general', 'onnx.brevitas', 'finn'])

/** Operator of a node, or the reason why there is none. */
export function findOperator(node: SourceNode): Operator | string {
  const { operator, domain, attributes } = node
  if (domain === '' || domain === 'ai.onnx') {
    if (attributes.has('low') && Object.hasOwn(BOUNDED_ROUNDINGS, operator))
      return BOUNDED_ROUNDINGS[operator]
    return Object.hasOwn(STANDARD, operator) ? STANDARD[operator] : 'unknown operator'
  }
  if (!CUSTOM_DOMAINS.has(domain)) return `unknown operator domain "${domain}"`
  return Object.hasOwn(CUSTOM, operator) ? CUSTOM[operator] : `unknown operator of domain "${domain}"`
}
