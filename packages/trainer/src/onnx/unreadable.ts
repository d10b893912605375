import { DataError } from '../errors.js'
import type { OnnxNode } from './model.js'

/** A node that the trainer's inference does not compute: it reads what the trainer writes, not ONNX at large. */
export function unreadable(node: OnnxNode, why: string): DataError {
  return new DataError({
    what: 'cannot evaluate an ONNX node',
    where: node.name,
    why,
    fix: 'evaluate a file that the trainer wrote',
  })
}
