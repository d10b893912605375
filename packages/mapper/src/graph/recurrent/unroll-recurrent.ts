import { foldConstants } from '../fold-constants.js'
import { NodeWriter } from '../node-writer.js'
import type { SourceGraph, SourceNode } from '../source-graph.js'
import { GateSums } from './gate-sums.js'
import { isRecurrent, type Recurrent, readRecurrent } from './read-recurrent.js'
import { gruStep, lstmStep, type StepState } from './steps.js'

/**
 * Replaces every LSTM and GRU of ONNX by the nodes of its steps.
 *
 * The products with the inputs of all steps are one convolution a gate; the state is real, so that the products with it
 * are the host's.
 *
 * @throws UnsupportedError naming the attribute or input of one that cannot be unrolled
 */
export function unrollRecurrent(graph: SourceGraph): SourceGraph {
  if (!graph.nodes.some(isRecurrent)) return graph
  const nodes: SourceNode[] = []
  const constants = new Map(graph.constants)
  for (const node of graph.nodes) {
    if (!isRecurrent(node)) {
      nodes.push(node)
      continue
    }
    if (node.outputs.every((output) => output === '')) continue
    const cell = readRecurrent(node, foldConstants({ ...graph, nodes, constants }))
    const writer = unrolled(node, cell)
    nodes.push(...writer.nodes)
    for (const [name, value] of writer.constants) constants.set(name, value)
  }
  return { ...graph, nodes, constants }
}

function unrolled({ name, outputs }: SourceNode, cell: Recurrent): NodeWriter {
  const own = outputs.find((output) => output !== '')!
  const writer = new NodeWriter(name === '' ? own : name, own)
  const sums = new GateSums(writer, cell)
  const stepOf = cell.operator === 'LSTM' ? lstmStep : gruStep
  const states: StepState[] = []
  for (let step = 0; step < cell.steps; step++) states.push(stepOf(sums, step, states.at(-1)))
  const [all, lastShown, lastCell] = outputs
  const { shown, cell: memory } = states.at(-1)!
  if (all) {
    const parts = states.map(({ shown }, step) =>
      writer.node('Unsqueeze', 'line', [shown], { axes: [0, 1] }, `step ${step}/`),
    )
    writer.put('Concat', 'lines', parts, all, { axis: 0 })
  }
  if (lastShown) writer.put('Unsqueeze', 'last state', [shown], lastShown, { axes: [0] })
  if (lastCell && memory) writer.put('Unsqueeze', 'last cell', [memory], lastCell, { axes: [0] })
  return writer
}
