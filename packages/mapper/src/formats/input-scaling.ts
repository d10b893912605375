import type { SourceGraph, SourceNode } from '../graph/source-graph.js'
import { tensor } from '../graph/tensor.js'
import { QONNX_DOMAIN } from './graph-builder.js'

/** What a network's first layer gets for a byte of the image. */
export const INPUT_SCALINGS = {
  raw: 'the byte, 0..255',
  unit: 'byte / 255',
  signed: 'byte / 127.5 − 1',
  binary: '1 from byte 128 on, else 0',
  bipolar: '+1 from byte 128 on, else −1',
} as const

export type InputScaling = keyof typeof INPUT_SCALINGS

/** Nodes of each scaling: operator, its constants and its attributes. */
const STEPS: Readonly<Record<InputScaling, readonly Step[]>> = {
  raw: [],
  unit: [{ operator: 'Div', constant: 255 }],
  signed: [
    { operator: 'Div', constant: 127.5 },
    { operator: 'Sub', constant: 1 },
  ],
  binary: [{ operator: 'MultiThreshold', constant: 128, scale: 1, bias: 0 }],
  bipolar: [{ operator: 'MultiThreshold', constant: 128, scale: 2, bias: -1 }],
}

interface Step {
  readonly operator: 'Div' | 'Sub' | 'MultiThreshold'
  readonly constant: number
  readonly scale?: number
  readonly bias?: number
}

/** The graph with the scaling as its first nodes, so that its input is bytes. */
export function withInputScaling(graph: SourceGraph, scaling: InputScaling): SourceGraph {
  const constants = new Map(graph.constants)
  const nodes: SourceNode[] = []
  const steps = STEPS[scaling]
  const name = steps.length === 0 ? graph.input.name : `${graph.input.name}/bytes`
  let data = name
  for (const [i, { operator, constant, scale, bias }] of steps.entries()) {
    const output = i === steps.length - 1 ? graph.input.name : `${name}/${operator}`
    const quantises = operator === 'MultiThreshold'
    constants.set(`${name}/${constant}`, tensor([constant], quantises ? [1, 1] : []))
    const attributes = new Map(quantises ? Object.entries({ out_scale: scale!, out_bias: bias! }) : [])
    const domain = quantises ? QONNX_DOMAIN : ''
    nodes.push({
      name: output,
      operator,
      domain,
      inputs: [data, `${name}/${constant}`],
      outputs: [output],
      attributes,
    })
    data = output
  }
  const input = { ...graph.input, name, integer: true }
  return { ...graph, nodes: [...nodes, ...graph.nodes], constants, input }
}
