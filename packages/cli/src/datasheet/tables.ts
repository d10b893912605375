import {
  type ChipConfig,
  COUNTER_MEANINGS,
  COUNTER_NAMES,
  CTRL_BITS,
  ERROR_CODES,
  ERROR_MEANINGS,
  ERROR_NAMES,
  ID_VALUE,
  ISA_VERSION,
  rtlParameters,
  STATUS_BITS,
  WISHBONE,
} from '@concord/arch'
import { moduleHeader } from '@concord/flow'

/** A table of a datasheet. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What each group of ports is for. */
const GROUPS: Readonly<Record<string, string>> = {
  '': 'the one clock; reset, asynchronous, active low',
  'stream in': 'commands and data; a beat moves in a cycle with valid and ready',
  'stream out': 'results; hold still while valid and not ready',
  Wishbone: 'registers, classic single transfers, all bytes selected',
  state: 'the program is done; an error has halted the chip',
}

/** Ports of the chip with their widths, read off its RTL. */
export function portTable(config: ChipConfig): Table {
  const parameters = rtlParameters(config)
  const { ports } = moduleHeader('concord_chip.sv')
  const seen = new Set<string>()
  const rows = ports.map(({ name, direction, upper, group }) => {
    const meaning = seen.has(group) ? '' : (GROUPS[group] ?? group)
    seen.add(group)
    return [`\`${name}\``, direction, String(portBits(upper, parameters)), meaning]
  })
  return { header: ['port', 'direction', 'bits', 'meaning'], rows }
}

/** Bits of `[upper:0]`, where upper is a number or `Parameter-1`. */
function portBits(upper: string | undefined, parameters: Readonly<Record<string, number>>): number {
  if (upper === undefined) return 1
  const parameter = /^(\w+)-1$/.exec(upper)?.[1]
  return parameter === undefined ? Number(upper) + 1 : parameters[parameter]!
}

const REGISTER_MEANINGS: Readonly<Record<keyof typeof WISHBONE, string>> = {
  id: `reads 0x${ID_VALUE.toString(16)}`,
  version: `signature of the configuration [15:0], version of the commands [23:16] (${ISA_VERSION})`,
  ctrl: bits(CTRL_BITS, 'write'),
  status: bits(STATUS_BITS, 'read'),
  error: 'code [3:0], engine [9:8], number of the instruction [31:16]',
  windowIn: 'write: one beat into the stream',
  windowInLast: 'write: the last beat of a program',
  windowOut: 'read: one beat of results, 0 when there is none',
  counter0: `counters, ${COUNTER_NAMES.length} words`,
}

function bits(table: Readonly<Record<string, number>>, verb: string): string {
  const list = Object.entries(table).map(([name, bit]) => `${bit} ${spaced(name)}`)
  return `${verb}: bits ${list.join(', ')}`
}

/** `window select` of `windowSelect`. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** Wishbone registers. */
export function registerTable(): Table {
  const rows = Object.entries(WISHBONE).map(([name, address]) => [
    hex(address),
    spaced(name).toUpperCase().replaceAll(' ', '_'),
    REGISTER_MEANINGS[name as keyof typeof WISHBONE],
  ])
  return { header: ['address', 'register', 'meaning'], rows }
}

/** Performance counters. */
export function counterTable(): Table {
  const rows = COUNTER_NAMES.map((name, i) => [
    hex(WISHBONE.counter0 + 4 * i),
    `\`${name}\``,
    COUNTER_MEANINGS[name],
  ])
  return { header: ['address', 'counter', 'counts the cycles in which'], rows }
}

/** Error codes. */
export function errorTable(): Table {
  const rows = ERROR_NAMES.map((name) => [String(ERROR_CODES[name]), name, ERROR_MEANINGS[name]])
  return { header: ['code', 'name', 'when'], rows }
}

function hex(address: number): string {
  return `0x${address.toString(16).padStart(2, '0')}`
}
