import {
  type ChipConfig,
  disassemble,
  type Program,
  parseStream,
  programPasses,
  programSha256,
} from '@concord/arch'
import type { Command } from 'commander'
import { readChip } from '../io/chip-option.js'
import { readProgram, requireSameChip } from '../io/program-file.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { addVerb, OPTIONS } from './options.js'

const EXAMPLES = `  $ concord map models/mnist-mlp.onnx --chip nano -o mlp.concord
  $ concord disasm mlp.concord | less                 every instruction, a line each
  $ concord disasm mlp.concord --json mlp.json        the same, decoded, with the header

Columns: byte offset in the stream, number of the instruction, instruction, payload. docs/commands.md explains the
instructions, docs/program-format.md the file.`

/** `concord disasm`: a program file as text. */
export function addDisasm(program: Command, session: Session): void {
  addVerb<[string], { chip?: string }>(program, session, {
    usage: 'disasm <program>',
    summary: 'show a program file as text',
    description: 'Checks a program file and lists its header and its instructions.',
    examples: EXAMPLES,
    options: [OPTIONS.chip()],
    action: async ({ chip }, file) => {
      const decoded = await readProgram(file)
      if (chip !== undefined) requireSameChip(decoded.config, await readChip(chip), file)
      const { config } = decoded
      const text = programPasses(decoded).map(({ index, stream }, _, { length }) => {
        const title = length > 1 ? `\n; pass ${index}\n` : ''
        return `${title}${disassemble(config, stream).trimEnd()}`
      })
      session.print(`${describe(decoded, config)}\n${text.join('\n')}`)
      const { stream: _stream, ...header } = decoded
      return { ...header, sha256: programSha256(decoded), instructions: parsePasses(decoded) }
    },
  })
}

/** Instructions of all passes, one list each for several. */
function parsePasses(program: Program) {
  const passes = programPasses(program).map(({ stream }) => parseStream(program.config, stream))
  return passes.length === 1 ? passes[0] : passes
}

function describe(program: Program, config: ChipConfig): string {
  const { batch, classes, stream, outputBytes, layers } = program
  const lines = [
    `chip ${config.name}: ${config.rows} rows × ${config.lanes} lanes, ${config.streamBits}-bit stream`,
    `batch of ${batch}, ${classes} classes, ${formatNumber(stream.length)} bytes in, ${formatNumber(outputBytes)} bytes out`,
    `sha256 ${programSha256(program)}`,
    ...layers.map(({ name, kind, place, instructions }) => {
      const count = instructions.reduce((sum, { first, last }) => sum + last - first + 1, 0)
      return `layer ${name}: ${kind} on the ${place}, ${formatNumber(count)} instructions`
    }),
  ]
  return lines.map((line) => `; ${line}`).join('\n')
}
