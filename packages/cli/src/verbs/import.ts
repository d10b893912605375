import {
  INPUT_SCALINGS,
  type InputScaling,
  type LayerRow,
  layerTable,
  type NetworkInput,
  placeNetwork,
  refuseHost,
} from '@concord/mapper'
import type { Command } from 'commander'
import { readChip } from '../io/chip-option.js'
import { readModel } from '../io/model-file.js'
import { hostReasons, isOwnWork } from '../run/host-record.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb, type ModelVerbOptions, modelOptions, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord import models/mnist-mlp.onnx
  $ concord import network.onnx --json layers.json
  $ concord import network.onnx --chip caravel      what that chip leaves to the host
  $ concord import larq-mnist.h5 --input-scale signed

Reads ONNX with the operators of QONNX, FINN and Brevitas exports, Keras and Larq (.h5, .keras), Larq Compute Engine (.tflite) and
BNN-PYNQ parameters (a folder or .tar.gz), told by their content; docs/formats.md says how. Everything between two layers (batch normalisation, scales,
quantisers) becomes integer thresholds, exactly. What the chip cannot run, the host runs, between layers too; what neither can is refused with
the name of the node and the reason.`

const LEGEND = `w/a: planes of weights and activations, a MAC takes their product; margin: distance of the nearest threshold from a
sum that can occur, 0 for an exact tie; tied: channels with such a tie, where --sign-zero may matter; turned: rows whose weights are negated because a factor is negative.`

/** `concord import`: what is in a network. */
export function addImport(program: Command, session: Session): void {
  addVerb<[string], ModelVerbOptions & { readonly chip?: string }>(program, session, {
    usage: 'import <model>',
    summary: 'read a network and show its layers',
    description:
      'Reads a network and shows its layers as exact integer arithmetic, before they are mapped to a chip.',
    examples: EXAMPLES,
    options: [OPTIONS.chip(), OPTIONS.inputScale(), OPTIONS.signZero(), OPTIONS.noHost()],
    action: async (options, file) => {
      const config = options.chip === undefined ? undefined : await readChip(options.chip)
      const { network: read, sha256, format, inputScaling } = await readModel(file, modelOptions(options))
      const network = config ? placeNetwork(read, config) : read
      if (options.host === false) refuseHost(network)
      const layers = layerTable(network)
      const macsOf = (place: LayerRow['place']) =>
        layers.reduce((sum, layer) => sum + (layer.place === place ? layer.macs : 0), 0)
      const [macs, hostMacs] = [macsOf('chip'), macsOf('host')]
      const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
      const weightBits = layers.reduce((sum, layer) => sum + layer.weightBits, 0)
      const total = `${formatNumber(macs)} MACs an input, ${formatNumber(weightBits)} weight bits`
      const pairs = formatPairs([
        ['network', `${file}, sha256 ${sha256}`],
        ['format', format],
        ['input', inputText(network.input, inputScaling, options)],
        ['total', total],
        [
          'host',
          `${formatNumber(hostMacs)} MACs an input, ${formatNumber(bytes)} bytes to and from the chip`,
        ],
      ])
      const table = formatTable(HEADER, layers.map(rowOf))
      const own = layers.filter((layer) => layer.place === 'host' && isOwnWork(layer))
      const reasons = own.length === 0 ? [] : [hostReasons(own)]
      session.print([pairs, table, ...reasons, LEGEND].join('\n\n'))
      return {
        file,
        sha256,
        format,
        inputScaling: inputScaling ?? null,
        classes: network.classes,
        macs,
        hostMacs,
        bytes,
        weightBits,
        layers,
      }
    },
  })
}

/** Shape of an input, and what the first node gets for a byte. */
function inputText(
  input: NetworkInput,
  scaling: InputScaling | undefined,
  options: ModelVerbOptions,
): string {
  const shape = input.shape.slice(1).join('×')
  if (scaling === undefined) {
    return `${shape}, ${input.scale === 'raw' ? 'bytes as they are' : INPUT_SCALINGS.unit}, as the graph has it`
  }
  const why =
    options.inputScale === undefined ? 'assumed, the file does not say it: see --input-scale' : 'as asked'
  return `${shape}, ${INPUT_SCALINGS[scaling]} (${why})`
}

const HEADER = [
  'layer',
  'place',
  'operator',
  'in',
  'out',
  'w/a',
  'MACs',
  'sum bits',
  'out levels',
  'margin',
  'tied',
  'turned',
]

function rowOf(layer: LayerRow): string[] {
  const { name, place, operator, geometry, after, inputShape, outputShape, outLevels, margin } = layer
  const what = [operator, geometry].filter((part) => part !== '' && part !== '1×1').join(' ')
  const text = after === '' ? what : `${what}, ${after}`
  const common = [name, place, text, formatShape(inputShape), formatShape(outputShape)]
  if (place === 'host') return [...common, '', formatNumber(layer.macs), '', outLevels]
  return [
    ...common,
    `${layer.weightPlanes}/${layer.actPlanes}`,
    formatNumber(layer.macs),
    String(layer.sumBits),
    outLevels,
    margin === undefined ? '' : String(Number(margin.toPrecision(3))),
    String(layer.tiedChannels),
    String(layer.turnedRows),
  ]
}

/** Channels alone for a single pixel. */
function formatShape([channels, ...size]: readonly number[]): string {
  return size.every((side) => side === 1) ? String(channels) : [channels, ...size].join('×')
}
