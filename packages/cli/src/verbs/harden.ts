import { join, resolve } from 'node:path'
import type { ChipConfig } from '@concord/arch'
import { ConcordError } from '@concord/arch'
import { estimateArea } from '@concord/estimator'
import {
  caravelDesign,
  chipDesign,
  type Design,
  findLibreLane,
  type HardenResult,
  harden,
  isStep,
  type LibreLane,
  missingTools,
  type RunStep,
  rowDesign,
  tinyTapeoutDesign,
  wrapperDesign,
} from '@concord/flow'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readChip } from '../io/chip-option.js'
import { readInput } from '../io/input-file.js'
import { makeFolder } from '../io/output-files.js'
import { describeHardening } from '../run/describe-hardening.js'
import { formatPercent } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { addVerb } from './options.js'

const EXAMPLES = `  $ concord harden nano --pdk-root ~/.ciel              from the configuration to GDS
  $ concord harden nano --to Yosys.Synthesis            only as far as the netlist
  $ concord harden openlane/caravel/chip.json --design caravel --dockerized
  $ concord harden openlane/caravel/chip.json --design wrapper   Caravel's user area around the macro just made
  $ concord harden ./openlane/tinytapeout/chip.json --design tinytapeout --tiles 8x2

Designs: "chip" the chip with its own ports, "row" one row of it, "caravel" a macro on Caravel's Wishbone, "wrapper" Caravel's user
area around that macro, "tinytapeout" behind the 24 pins of a TinyTapeout project. LibreLane is taken from the PATH, as a Python
module, through Nix, or from a container image; without it the run folder is complete and the command line is printed.`

const DESIGNS = ['chip', 'row', 'caravel', 'wrapper', 'tinytapeout'] as const

interface HardenVerbOptions {
  readonly design: (typeof DESIGNS)[number]
  readonly to?: string
  readonly dockerized?: true
  readonly pdkRoot?: string
  readonly out?: string
  readonly activity?: string
  readonly tiles: readonly [number, number]
  readonly prepare?: true
}

/** `concord harden`: a chip as a layout. */
export function addHarden(program: Command, session: Session): void {
  addVerb<[string], HardenVerbOptions, HardenResult>(program, session, {
    usage: 'harden <chip>',
    summary: 'make a layout with LibreLane: run folder, steps, results',
    description:
      'Writes a LibreLane run folder for a chip, runs LibreLane in it, shows its steps as they go, and reports area, timing by corner, ' +
      'power, wires and checks.',
    examples: EXAMPLES,
    options: [
      new Option('--design <design>', 'what to harden').choices(DESIGNS).default('chip'),
      new Option('--to <step>', 'last step, such as Yosys.Synthesis or OpenROAD.GlobalPlacement').argParser(
        step,
      ),
      new Option('--dockerized', 'LibreLane runs its tools in its container'),
      new Option('--pdk-root <folder>', 'folder of the PDK').env('PDK_ROOT'),
      new Option('-o, --out <folder>', 'run folder (default: build/harden/NAME)'),
      new Option('--activity <file>', 'Tcl file with the switching activity of a workload, for power'),
      new Option('--tiles <x>x<y>', 'tiles of a TinyTapeout project').argParser(tiles).default([8, 2], '8x2'),
      new Option('--prepare', 'only write the run folder and print the command line'),
    ],
    action: async (options, name) => {
      const chip = await readChip(name)
      const { design, macro } = pickDesign(chip, options)
      const folder = resolve(options.out ?? join('build', 'harden', design.name))
      makeFolder(resolve(folder, '..'))
      if (options.activity !== undefined) await readInput(options.activity)
      const librelane = options.prepare ? undefined : await findLibreLane(options.dockerized ?? false)
      await announce(session, librelane)
      announceFill(session, chip, design)
      session.left = `${folder} keeps the steps that ended`
      const phase = { current: session.progress.phase('preparing') }
      const result = await harden({
        ...{ chip, design, macro, folder, librelane, tag: tagOf(new Date()), signal: session.signal },
        ...{ activity: options.activity, to: options.to, pdkRoot: options.pdkRoot },
        onStep: (one) => showStep(session, one, phase),
      })
      session.progress.clear()
      session.print(describeHardening(result))
      return result
    },
    problem: problemOf,
  })
}

function pickDesign(
  chip: ChipConfig,
  { design, tiles }: HardenVerbOptions,
): { design: Design; macro?: Design } {
  if (design === 'row') return { design: rowDesign(chip) }
  if (design === 'caravel') return { design: caravelDesign(chip) }
  if (design === 'tinytapeout') return { design: tinyTapeoutDesign(chip, tiles) }
  if (design === 'wrapper') {
    const macro = caravelDesign(chip)
    return { design: wrapperDesign(macro), macro }
  }
  return { design: chipDesign(chip) }
}

async function announce(session: Session, librelane: LibreLane | undefined): Promise<void> {
  if (librelane === undefined) return
  const ways = {
    path: 'on the PATH',
    python: 'as a Python module',
    nix: 'through Nix',
    container: 'as a container',
  }
  session.print(`LibreLane ${librelane.version} ${ways[librelane.kind]}`)
  const missing = await missingTools(librelane)
  if (missing.length > 0)
    session.print(`not on the PATH, so steps that need them will fail: ${missing.join(', ')}`)
}

/** How full a block of a given size gets, before the layout finds out. */
function announceFill(session: Session, chip: ChipConfig, { name, variables }: Design): void {
  const { FP_SIZING: sizing, DIE_AREA: die } = variables
  // A die around macros has room for the cells by construction
  if (sizing !== 'absolute' || !Array.isArray(die) || variables.MACROS !== undefined) return
  const { cellAreaUm2, utilisation } = estimateArea(chip)
  const [left, low, right, high] = die as [number, number, number, number]
  const fill = cellAreaUm2.value / ((right - left) * (high - low))
  const verdict = fill > utilisation.value ? 'more than' : 'no more than'
  session.print(
    `${name}: cells fill ${formatPercent(fill, 1)} of the die before clock tree and repairs, ${verdict} the ${formatPercent(utilisation.value, 0)} ` +
      `of a routed layout (estimate: ${cellAreaUm2.basis}, error ${cellAreaUm2.error})`,
  )
}

/** One line a step that has ended; the one under way on the line that rewrites itself. */
function showStep(
  session: Session,
  { number, id, seconds, done }: RunStep,
  phase: { current: { end(): void } },
): void {
  const title = `${String(number).padStart(2)} ${id}`
  if (seconds === undefined) {
    phase.current = session.progress.phase(title)
    return
  }
  session.print(`${title.padEnd(44)} ${seconds.toFixed(1).padStart(8)} s${done ? '' : '  failed'}`)
}

/** `2026-11-22_14-05-09`: sorts by time, as LibreLane's own names do. */
function tagOf(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')
}

function step(text: string): string {
  if (isStep(text)) return text
  throw new InvalidArgumentError('LibreLane’s flow has no such step; they are called like Yosys.Synthesis.')
}

function tiles(text: string): [number, number] {
  const [x, y] = /^([123468])x([12])$/.exec(text)?.slice(1).map(Number) ?? []
  if (x === undefined || y === undefined || (y === 1 && x > 1)) {
    throw new InvalidArgumentError('TinyTapeout has 1x1, 1x2, 2x2, 3x2, 4x2, 6x2 and 8x2 tiles.')
  }
  return [x, y]
}

function problemOf({ status, folder, failure }: HardenResult): HardenError | undefined {
  if (failure === undefined) return undefined
  return new HardenError(status, folder, failure)
}

/** LibreLane did not get to the end, or its checks found something. */
export class HardenError extends ConcordError {
  override readonly name = 'HardenError'

  constructor(status: HardenResult['status'], folder: string, failure: NonNullable<HardenResult['failure']>) {
    super({
      what: status === 'findings' ? 'A check of the layout found something' : 'A step of LibreLane failed',
      where: [failure.step, failure.log ?? folder].filter((part) => part !== undefined).join(', '),
      why: failure.reason,
      fix: 'see the log; what was saved is in the run folder, which the same command goes on to use',
    })
  }
}
