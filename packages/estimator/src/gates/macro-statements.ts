import type { Macro } from './cells.js'
import { type Bit, bitText, concatenation, type Vector } from './vector.js'

/** A macro of the model, and what it drives. */
export interface MacroVector {
  readonly macro: Macro
  readonly vector: Vector
}

/** What a macro adds to the model. */
export interface MacroStatements {
  readonly variables: readonly string[]
  /** Zeros in its words, as in every memory of the model. */
  readonly initial: string
  /** With the rising edge: what it is asked for, before anything has changed. */
  readonly before: readonly string[]
  /** And what it does, after all else has read what it gave until then; the half cycle that it takes for that shows nowhere. */
  readonly after: readonly string[]
}

/** Statements of one macro, as in cells/macro-model.ts: a write leaves nothing to read. */
export function macroStatements(
  { macro, vector }: MacroVector,
  name: string,
  bitOf: (net: string) => Bit,
): MacroStatements {
  const { words, enables, select, write, mask, address, data } = macro
  const value = (nets: readonly string[]): string => concatenation(nets.map(bitOf))
  const text = (net: string): string => bitText(bitOf(net))
  const word = `${name}_mem[${name}_addr]`
  const bytes = mask.map((_, byte) => {
    const range = `[${8 * byte + 7}:${8 * byte}]`
    return `if (${name}_mask[${byte}]) ${word}${range} = ${name}_data${range};`
  })
  return {
    variables: [
      `  reg [${data.length - 1}:0] ${name}_mem [0:${words - 1}];`,
      `  reg ${name}_on, ${name}_write;`,
      `  reg [${mask.length - 1}:0] ${name}_mask;`,
      `  reg [${address.length - 1}:0] ${name}_addr;`,
      `  reg [${data.length - 1}:0] ${name}_data;`,
      `  integer ${name}_word;`,
    ],
    initial: `for (${name}_word = 0; ${name}_word < ${words}; ${name}_word = ${name}_word + 1) ${name}_mem[${name}_word] = ${data.length}'d0;`,
    before: [
      `${name}_on = ${[...enables.map(text), `!${text(select)}`].join(' & ')};`,
      `${name}_write = !${text(write)};`,
      `${name}_mask = ${value(mask)};`,
      `${name}_addr = ${value(address)};`,
      `${name}_data = ${value(data)};`,
    ],
    after: [
      `if (${name}_on) begin`,
      `  if (${name}_write) begin ${bytes.join(' ')} ${vector.name} = ${vector.width}'bx; end`,
      `  else ${vector.name} = ${word};`,
      'end',
    ],
  }
}
