import type { RtlParameters } from '@concord/arch'
import type { CellLibrary } from '../cells/cell-library.js'
import { hasMacros } from '../cells/macro-cells.js'

/** What the mapping needs and leaves, by file name. */
export const MAPPING_FILES = {
  liberty: 'cells.lib',
  abc: 'map.abc',
  constraints: 'map.constr',
  macros: 'macros.v',
  latches: 'latches.txt',
  json: 'netlist.json',
} as const

/** Largest number of inputs a gate may drive before a tree of buffers is put in between. */
export const FAN_OUT = 12

/** What the mapping is after: the smallest netlist, or the shortest paths. */
export type SynthesisGoal = 'area' | 'speed'

/** Rewriting by substitution, then by cuts: what one cannot see the other can. */
const SUBSTITUTE = ['resub -K 6', 'rewrite', 'resub -K 8 -N 2', 'refactor', 'resub -K 10 -N 2']
const REWRITE = [
  ...['strash', '&get -n', '&fraig -x', '&put', 'scorr'],
  ...['dc2', ...SUBSTITUTE, 'dc2', ...SUBSTITUTE, 'dc2'],
]
const CHOICES = 'dch -f'
const MAP: Readonly<Record<SynthesisGoal, string>> = { area: 'amap -m', speed: 'map' }

/**
 * ABC's commands: rewrite, map by area or by delay, then put buffers behind what drives too much and pick drive strengths. Nets from registers
 * and ports are buffered as well, since ABC sees the logic between registers only. Without delays that depend on the
 * load there is nothing to size by.
 *
 * @param choices - keep other structures of the logic for the mapping to choose from
 * @param periodNs - drive strengths that meet it are enough; without, paths get as short as sizing can make them
 */
export function abcScript(
  hasDelays: boolean,
  goal: SynthesisGoal = 'area',
  choices = true,
  periodNs?: number,
): string {
  const required = periodNs === undefined ? '' : ` -D ${1000 * periodNs}`
  const size = hasDelays ? [`buffer -c -N ${FAN_OUT} -p`, `upsize${required}`, `dnsize${required}`] : []
  return [...REWRITE, ...(choices ? [CHOICES] : []), MAP[goal], ...size, ''].join('\n')
}

/** Modules that are mapped by themselves, once for all their instances, when the goal is speed. */
const PARTS = '*concord_latch_memory* *concord_row*'

/**
 * Yosys commands from SystemVerilog to a netlist of library cells.
 *
 * Mapped for speed, memories and rows stay modules until ABC has seen them: beyond a latch there is nothing for ABC to optimise, rows are
 * alike, and the time it takes grows faster than what it is given.
 *
 * @param sources - file names of the SystemVerilog, package first
 * @param flatten - one module, optimised across the boundaries; else one module for each of the RTL's with its parameters
 */
export function mappingScript(
  sources: readonly string[],
  top: string,
  parameters: RtlParameters,
  library: CellLibrary,
  flatten: boolean,
  goal: SynthesisGoal = 'area',
): string {
  const { liberty, abc, constraints, latches, json, macros } = MAPPING_FILES
  const chparam = Object.entries(parameters).map(([name, value]) => `-chparam ${name} ${value}`)
  const inParts = flatten && goal === 'speed'
  return [
    `read_liberty -lib -ignore_miss_func ${liberty}`,
    ...(hasMacros(parameters) ? [`read_verilog -lib ${macros}`] : []),
    `read_verilog -sv -defer -noautowire -DSYNTHESIS ${sources.join(' ')}`,
    `hierarchy -check -top ${top} ${chparam.join(' ')}`,
    ...(inParts ? [`setattr -mod -set keep_hierarchy 1 ${PARTS}`] : []),
    `synth -noabc ${flatten ? '-flatten ' : ''}-run coarse:check`,
    // What the RTL describes as a latch; the intended ones are library cells already
    `tee -q -o ${latches} select -list t:$_DLATCH* t:$dlatch*`,
    `dfflibmap -liberty ${liberty}`,
    'opt -full',
    `abc -liberty ${liberty} -script ${abc} -constr ${constraints}`,
    ...(inParts ? [`setattr -mod -unset keep_hierarchy ${PARTS}`, 'flatten'] : []),
    'setundef -zero',
    hilomap(library),
    'opt_clean -purge',
    `write_json ${json}`,
    '',
  ].join('\n')
}

/** Inputs come from a buffer, outputs see the pins of four; `buffer` is the library's. */
export function mappingConstraints(buffer: string, library: CellLibrary): string {
  const inputFf = Object.values(library.cells[buffer]!.inputsFf)[0]!
  return `set_driving_cell ${buffer}\nset_load ${(4 * inputFf).toFixed(3)} [all_outputs]\n`
}

function hilomap(library: CellLibrary): string {
  const pins = Object.entries(library.cells).flatMap(([cell, { outputs }]) =>
    Object.entries(outputs).map(([pin, value]) => ({ cell, pin, value: value.trim() })),
  )
  const place = (value: string): string => {
    const found = pins.find((pin) => pin.value === value)!
    return `${found.cell} ${found.pin}`
  }
  return `hilomap -hicell ${place('1')} -locell ${place('0')}`
}
