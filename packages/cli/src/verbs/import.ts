import { type Layer, type Levels, lower, type PlaneLayer } from '@concord/mapper'
import type { Command } from 'commander'
import { readModel } from '../io/load-program.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord import models/mnist-mlp.onnx
  $ concord import network.onnx --json layers.json

Reads ONNX with the operators of QONNX, FINN and Brevitas exports. Everything between two layers (batch normalisation, scales,
quantisers) becomes integer thresholds, exactly. What cannot be mapped is refused with the name of the node and the reason.`

/** `concord import`: what is in a network. */
export function addImport(program: Command, session: Session): void {
  addVerb<[string], object>(program, session, {
    usage: 'import <model>',
    summary: 'read a network and show its layers',
    description:
      'Reads a network and shows its layers as exact integer arithmetic, before they are mapped to a chip.',
    examples: EXAMPLES,
    action: async (_options, file) => {
      const { network, sha256 } = await readModel(file)
      const { layers } = lower(network)
      const { input, head, classes } = network
      const rows = layers.map((plane) => row(plane))
      const total = layers.reduce((sum, { layer }) => sum + macsOf(layer), 0)
      const host = head.map(({ op }) => op).join(', ')
      session.print(
        `${formatPairs([
          ['network', `${file}, sha256 ${sha256}`],
          [
            'input',
            `${input.shape.join(' × ')}, ${input.elements} bytes, as levels ${describeLevels(input.levels)}`,
          ],
        ])}\n\n${formatTable(HEADER, rows)}\n\n${formatPairs([
          ['total', `${formatNumber(total)} MACs an input`],
          ['host', `${host || 'nothing'} on the ${classes} sums, then the largest`],
        ])}\n\nw/a: planes of weights and activations, a MAC takes their product; margin: distance of the nearest threshold from a\nreachable sum; ties: thresholds that lie exactly on one.`,
      )
      return {
        ...{ file, sha256, classes, head },
        input: { shape: input.shape, elements: input.elements, levels: input.levels, scale: input.scale },
        macs: total,
        layers: layers.map(describe),
      }
    },
  })
}

const HEADER = [
  'layer',
  'kind',
  'in',
  'out',
  'w/a',
  'weights',
  'MACs',
  'thresholds',
  'out levels',
  'margin',
  'ties',
]

function row(plane: PlaneLayer): string[] {
  const { layer, actPlanes, weights, thresholds } = plane
  const { quantiser } = layer
  return [
    layer.name,
    layer.kind,
    shapeOf(layer.input).join('×'),
    shapeOf(layer.output).join('×'),
    `${weights.exponents.length}/${actPlanes}`,
    formatNumber(layer.weights.length),
    formatNumber(macsOf(layer)),
    quantiser ? String(thresholds.length) : 'sums',
    quantiser ? describeLevels(quantiser.levels) : '',
    quantiser ? String(Number(quantiser.margin.toPrecision(3))) : '',
    quantiser ? String(quantiser.ties) : '',
  ]
}

function describe(plane: PlaneLayer): object {
  const { layer, actPlanes, weights, mode, outPlanes, sumRange } = plane
  const { name, kind, input, output, kernel, stride, pad, inLevels, quantiser } = layer
  return {
    ...{ name, kind, inputShape: shapeOf(input), outputShape: shapeOf(output), kernel, stride, pad },
    ...{
      weights: layer.weights.length,
      macs: macsOf(layer),
      actPlanes,
      weightPlanes: weights.exponents.length,
    },
    ...{ inLevels, outLevels: quantiser?.levels ?? null, mode, outPlanes, sumRange },
    margin: quantiser?.margin ?? null,
    ties: quantiser?.ties ?? null,
  }
}

function macsOf({ weights, output }: Layer): number {
  return weights.length * output.width * output.height
}

/** Channels alone for a single pixel. */
function shapeOf({ channels, height, width }: Layer['input']): number[] {
  return height * width === 1 ? [channels] : [channels, height, width]
}

/** `-1, 1` or `0..255`, in units. */
function describeLevels({ first, step, count }: Levels): string {
  if (count > 4) return `${first}..${first + step * (count - 1)}`
  return Array.from({ length: count }, (_, code) => first + step * code).join(', ')
}
