import { parseArgs } from 'node:util'
import { PRESETS } from '@concord/arch'
import { IMAGENET_SHAPES, type Network, placeNetwork, SHORTCUT_SHAPES, shapeNetwork } from '@concord/mapper'
import {
  measureConvolution,
  measureNetwork,
  measureShape,
  type ShapeMeasurement,
  simulateNetwork,
} from './bench/shapes.js'
import { formatNumber } from './session/numbers.js'
import { runSession } from './session/run-session.js'
import type { Session } from './session/session.js'
import { formatTable } from './session/text-table.js'

const { values } = parseArgs({ options: { convolutions: { type: 'boolean', default: false } } })

/** Inputs that share the weights of a single layer: some, and so many that loading no longer counts. */
const BATCHES = [64, 1024]
const CONVOLUTIONS = [
  [64, 64, 56],
  [64, 64, 14],
  [64, 64, 7],
  [64, 128, 28],
  [128, 128, 28],
  [128, 128, 14],
  [128, 128, 7],
  [192, 192, 28],
  [192, 192, 14],
  [192, 192, 8],
  [192, 192, 7],
  [256, 256, 28],
  [256, 256, 14],
  [256, 256, 8],
  [256, 256, 7],
  [512, 512, 14],
] as const

/** Room for the maps of ReActNet-A, whose first ones have 112 × 112 pixels. */
const LARGE = {
  ...PRESETS.residual,
  name: 'residual with more words',
  postLanes: 32,
  actWords: 16384,
  residualWords: 40000,
}

/** A network to run with data. */
interface Sample {
  readonly name: string
  readonly network: Network
}

/**
 * Shapes of large networks on the caravel chip, those with shortcuts on residual: cycles, traffic, utilisation; one of them with data. `--convolutions` measures
 * single layers only.
 */
async function benchShapes(session: Session): Promise<void> {
  const config = PRESETS.caravel
  const measured: ShapeMeasurement[] = []
  for (const [inputs, outputs, size] of CONVOLUTIONS) {
    for (const batch of BATCHES) measured.push(measureConvolution(inputs, outputs, size, config, batch))
  }
  for (const shape of values.convolutions ? [] : IMAGENET_SHAPES) {
    session.progress.phase(`scheduling ${shape.name}`)
    await session.breathe()
    measured.push(measureShape(shape, config, 1))
  }
  const samples: Sample[] = []
  for (const { name, network: make } of values.convolutions ? [] : SHORTCUT_SHAPES) {
    session.progress.phase(`scheduling ${name}`)
    await session.breathe()
    const network = make()
    const large = name.startsWith('reactnet')
    if (large)
      measured.push(measureNetwork(name, placeNetwork(network, PRESETS.residual), PRESETS.residual, 1))
    measured.push(measureNetwork(large ? `${name} *` : name, network, large ? LARGE : PRESETS.residual, 1))
    samples.push({ name, network })
  }
  const rows = measured.map(
    ({ name, macs, batch, cycles, utilisation, busy, bytesIn, bytesOut, seconds }) => [
      ...[name, formatNumber(macs / 1e6), formatNumber(batch), formatNumber(cycles)],
      ...[
        `${(100 * utilisation).toFixed(1)} %`,
        `${(100 * busy).toFixed(1)} %`,
        formatNumber(bytesIn),
        formatNumber(bytesOut),
        seconds.toFixed(1),
      ],
    ],
  )
  const head = ['shape', 'M MACs', 'batch', 'cycles', 'use', 'busy', 'bytes in', 'bytes out', 'seconds']
  session.print(
    `${formatTable(head, rows)}\n\nCycles and bytes are of one input, on ${config.name}, with shortcuts on ${PRESETS.residual.name} (*: ${LARGE.name}: ${LARGE.postLanes} postLanes, ${LARGE.actWords} actWords, ${LARGE.residualWords} residualWords). Use counts MACs on padding, whose taps are skipped; busy is the share of cycles with a word.`,
  )
  if (values.convolutions) return
  const plain = IMAGENET_SHAPES.find(({ name }) => name === 'bireal-resnet18')!
  const [withShortcuts] = samples
  const runs = [
    [{ name: plain.name, network: shapeNetwork(plain) }, config],
    [withShortcuts, PRESETS.residual],
  ] as const
  for (const [sample, chip] of runs) {
    session.progress.phase(`running ${sample.name} with data`)
    await session.breathe()
    const { name, seconds, peakRssMiB, equal } = simulateNetwork(sample.name, sample.network, chip)
    session.print(
      `${name} with data on the fast path of ${chip.name}: ${seconds.toFixed(1)} s, ${formatNumber(peakRssMiB)} MiB, results ${equal ? 'equal' : 'NOT equal'} to the network's integers`,
    )
  }
}

process.exit(await runSession(benchShapes))
