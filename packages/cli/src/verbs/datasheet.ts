import { basename, dirname, join } from 'node:path'
import { collectRun } from '@concord/flow'
import { type Command, Option } from 'commander'
import { makeDatasheet } from '../datasheet/datasheet.js'
import { drawWaves } from '../datasheet/draw-waves.js'
import { readChip } from '../io/chip-option.js'
import { makeFolder } from '../io/output-files.js'
import { readRunRecord } from '../io/run-file.js'
import type { Session } from '../session/session.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord datasheet nano -o nano.md                        ports, timing, registers, area
  $ concord run models/mnist-mlp.onnx --chip nano --data mnist --limit 256 --json run.json
  $ concord datasheet nano --run run.json -o nano.md         the energy of that run as well
  $ concord datasheet nano --layout build/harden/nano/runs/2026-11-22_14-05-09 -o nano.md

Timing diagrams are SVG files beside the text.`

interface DatasheetVerbOptions {
  readonly output: string
  readonly run?: string
  readonly layout?: string
}

/** `concord datasheet`: a chip on a few pages. */
export function addDatasheet(program: Command, session: Session): void {
  addVerb<[string], DatasheetVerbOptions>(program, session, {
    usage: 'datasheet <chip>',
    summary: 'write the datasheet of a chip: ports, timing, registers, area, power',
    description:
      'Writes a datasheet in Markdown: ports and registers from the RTL, timing diagrams from runs of the cycle-exact model, area and power ' +
      'estimated, or measured on a layout.',
    examples: EXAMPLES,
    options: [
      new Option('-o, --output <file>', 'Markdown file to write').makeOptionMandatory(),
      new Option('--run <file>', 'what "concord run --json" wrote: adds energy'),
      new Option('--layout <folder>', 'run of LibreLane: adds its area, timing and power'),
    ],
    action: async ({ output, run, layout }, name) => {
      const config = await readChip(name)
      const sheet = makeDatasheet(config, {
        run: run === undefined ? undefined : await readRunRecord(run, config),
        layout: layout === undefined ? undefined : collectRun(layout),
      })
      makeFolder(dirname(output))
      const stem = basename(output).replace(/\.md$/, '')
      const files = new Map(sheet.diagrams.map((diagram) => [diagram, `${stem}-${diagram.name}.svg`]))
      const pictures = [...files].map(
        ([diagram, file]) => [join(dirname(output), file), drawWaves(diagram)] as const,
      )
      const text = sheet.text((diagram) => `![${diagram.title}](${files.get(diagram)})`)
      for (const [path, content] of [[output, text] as const, ...pictures]) {
        session.outputs.claim(path)
        session.outputs.write(path, content)
      }
      session.print(`${output}, with ${pictures.length} timing diagrams`)
      return { chip: config.name, file: output, diagrams: sheet.diagrams }
    },
  })
}
