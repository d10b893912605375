import { COUNTER_MEANINGS, COUNTER_NAMES } from '../commands/counters.js'
import { ENGINE } from '../commands/engine.js'
import { ERROR_CODES, ERROR_MEANINGS, type ErrorName } from '../commands/error-codes.js'
import { OPERATIONS, type Operation } from '../commands/operations.js'
import { REGISTERS, type Register } from '../commands/registers.js'
import { WISHBONE } from '../commands/wishbone.js'

/** Tables of `docs/commands.md` by name, in Markdown. */
export function commandTables(): Readonly<Record<string, string>> {
  return {
    operations: operationTable(),
    'load-registers': registerTable(REGISTERS.load),
    'compute-registers': registerTable(REGISTERS.compute),
    'store-registers': registerTable(REGISTERS.store),
    errors: table(
      ['code', 'name', 'when'],
      (Object.keys(ERROR_CODES) as ErrorName[]).map((name) => [
        String(ERROR_CODES[name]),
        name,
        ERROR_MEANINGS[name],
      ]),
    ),
    counters: table(
      ['address', 'name', 'counts the cycles in which'],
      COUNTER_NAMES.map((name, i) => [hex(WISHBONE.counter0 + 4 * i), `\`${name}\``, COUNTER_MEANINGS[name]]),
    ),
  }
}

function operationTable(): string {
  const rows = Object.entries<Operation>(OPERATIONS).map(([name, { engines, code, operands, payload }]) => [
    name,
    engines.map((engine) => `${ENGINE[engine]} ${engine}`).join(', '),
    String(code),
    fieldList(operands),
    payload,
  ])
  return table(['name', 'engine [31:30]', 'operation [28:26]', 'operands', 'payload'], rows)
}

function registerTable(registers: Readonly<Record<string, Register>>): string {
  const rows = Object.entries(registers).flatMap(([name, { number, fields }]) =>
    Object.entries(fields).map(([key, { low, bits, signed, keeps, meaning }], i) => [
      i === 0 ? String(number) : '',
      i === 0 ? name : '',
      fieldList({ [key]: { low, bits } }),
      signed ? 'signed' : '',
      keeps ?? '',
      meaning,
    ]),
  )
  return table(['no', 'register', 'field', '', 'kept', 'meaning'], rows)
}

function fieldList(
  fields: Readonly<Record<string, { readonly low: number; readonly bits: number }>>,
): string {
  return Object.entries(fields)
    .map(([name, { low, bits }]) => `\`${name}[${bits === 1 ? low : `${low + bits - 1}:${low}`}]\``)
    .join(' ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`
}
