import type { SourceNode } from '../graph/source-graph.js'
import { ELEMENTWISE } from './elementwise.js'
import { HEADS } from './heads.js'
import { LINEAR } from './linear.js'
import type { Operator } from './operator.js'
import { QUANTISERS } from './quantisers.js'
import { SHAPES } from './shapes.js'

const { Sign, ...customQuantisers } = QUANTISERS
const STANDARD: Readonly<Record<string, Operator>> = { ...ELEMENTWISE, ...SHAPES, ...LINEAR, ...HEADS, Sign }
const CUSTOM: Readonly<Record<string, Operator>> = customQuantisers

/** Domains of the quantisers; exporters use them without listing them in `opset_import`. */
const CUSTOM_DOMAINS = new Set(['qonnx.custom_op.general', 'finn.custom_op.general', 'onnx.brevitas', 'finn'])

/** Operators of the ONNX domain that are known but not mapped, with the reason. */
const KNOWN_UNMAPPED: Readonly<Record<string, string>> = {
  Conv: 'convolutions are not mapped; only fully connected networks are',
  MaxPool: 'pooling is not mapped; only fully connected networks are',
  AveragePool: 'pooling is not mapped; only fully connected networks are',
  GlobalAveragePool: 'pooling is not mapped; only fully connected networks are',
}

/** Operator of a node, or the reason why there is none. */
export function findOperator(node: SourceNode): Operator | string {
  const { operator, domain } = node
  if (domain === '' || domain === 'ai.onnx') {
    if (Object.hasOwn(STANDARD, operator)) return STANDARD[operator]
    return KNOWN_UNMAPPED[operator] ?? 'unknown operator'
  }
  if (!CUSTOM_DOMAINS.has(domain)) return `unknown operator domain "${domain}"`
  return Object.hasOwn(CUSTOM, operator) ? CUSTOM[operator] : `unknown operator of domain "${domain}"`
}
