import { encodeProgram, programSha256 } from '@concord/arch'
import { type Command, Option } from 'commander'
import { readChip } from '../io/chip-option.js'
import { mapModel } from '../io/load-program.js'
import { readModel } from '../io/model-file.js'
import { countProgram } from '../run/count-program.js'
import { splitCycles, totalOf } from '../run/cycle-split.js'
import { describeHost, hostRecord, hostTable } from '../run/host-record.js'
import { arrayUse, boundOf } from '../run/layer-bound.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { formatPairs, formatTable } from '../session/text-table.js'
import { addVerb, type ModelVerbOptions, modelOptions, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord map models/mnist-mlp.onnx --chip edge -o mlp.concord
  $ concord map models/mnist-mlp.onnx --chip ./my-chip.json --batch 1 -o one.concord
  $ concord run mlp.concord --data mnist

A larger batch loads the weights less often and takes more activation words. Equal options give equal files.`

interface MapVerbOptions extends ModelVerbOptions {
  readonly chip: string
  readonly batch?: number
  /** False with --no-patches. */
  readonly patches: boolean
  readonly output: string
}

const HEAD = ['layer', 'MACs', 'words', 'cycles', 'compute', 'load', 'post', 'use', 'bound']

/** `concord map`: from a network to a program file. */
export function addMap(program: Command, session: Session): void {
  addVerb<[string], MapVerbOptions>(program, session, {
    usage: 'map <model>',
    summary: 'map a network to a chip',
    description:
      'Maps a network to a chip and writes the program: one stream of commands with weights inline.',
    examples: EXAMPLES,
    options: [
      OPTIONS.chip().makeOptionMandatory(),
      OPTIONS.batch(),
      OPTIONS.inputScale(),
      OPTIONS.signZero(),
      OPTIONS.noHost(),
      new Option(
        '--no-patches',
        'the host does not lay out the windows of a first layer of few channels: shows what that saves',
      ),
      new Option('-o, --output <file>', 'the program file to write').makeOptionMandatory(),
    ],
    action: async (options, file) => {
      const { chip, batch, output } = options
      session.outputs.claim(output)
      const config = await readChip(chip)
      const model = await readModel(file, modelOptions(options))
      session.progress.phase(`mapping ${model.name} to ${config.name}`)
      await session.breathe()
      const mapped = mapModel(model, config, batch, options)
      session.outputs.write(output, encodeProgram(mapped))
      const { cycles, passes } = countProgram(mapped)
      const split = splitCycles(mapped, passes)
      const sha256 = programSha256(mapped)
      const host = hostRecord(mapped)
      const layers = mapped.layers.map(({ instructions: _, ...layer }, i) => ({
        ...layer,
        cycles: { ...split.layers[i], total: totalOf(split.layers[i]) },
        utilisation: arrayUse(mapped, layer, split.layers[i]),
        bound: boundOf(split.layers[i]),
      }))
      const onChip = layers.filter(({ place }) => place === 'chip')
      const rows = onChip.map(({ name, macs, words, utilisation, bound, cycles }) => [
        ...[name, formatNumber(macs), formatNumber(words), formatNumber(cycles.total)],
        ...[formatNumber(cycles.compute), formatNumber(cycles.load), formatNumber(cycles.drain)],
        ...[`${(100 * utilisation).toFixed(1)} %`, bound],
      ])
      const chipMacs = onChip.reduce((sum, { macs }) => sum + macs, 0)
      const own = hostTable(host)
      session.print(
        `${formatTable(HEAD, rows)}\n\n${own === '' ? '' : `${own}\n\n`}${formatPairs([
          ['program', `${output}, sha256 ${sha256}`],
          ['batch', `${formatNumber(mapped.batch)} inputs an execution`],
          ['passes', formatNumber(passes.length)],
          [
            'stream',
            `${formatNumber(mapped.stream.length)} bytes in, ${formatNumber(mapped.outputBytes)} bytes out`,
          ],
          [
            'cycles',
            `${formatNumber(cycles)} an execution, ${formatNumber(cycles / mapped.batch, 1)} an input`,
          ],
          ['host', describeHost(host, chipMacs)],
        ])}\n\nMACs and words are of one input, cycles of one execution, seen from the array: computing, waiting for the stream, held by the post\nunit. Use: single-bit products of the network by rows × lanes × cycles. Bound: where most cycles beyond computing go.`,
      )
      const { batch: inputs, outputBytes, stream } = mapped
      return {
        ...{ file: output, chip: config.name, batch: inputs, streamBytes: stream.length, outputBytes },
        ...{ program: { sha256 }, cycles: { perExecution: cycles, perInput: cycles / inputs }, layers, host },
      }
    },
  })
}
