import { type Cells, CLOCK } from './cells.js'
import { macroStatements } from './macro-statements.js'
import { type ModelParts, modelParts, type Statement } from './model-statements.js'
import { type Bit, bitText, concatenation } from './vector.js'

export interface LevelisedModelOptions {
  /** Give nets the names they have in the netlist as well: for waveforms. Costs time and memory. */
  readonly names?: boolean | undefined
}

/**
 * What a flat gate netlist does, as one process of Verilog for simulators: gates as statements in the order of their levels, each executed once
 * when the clock has risen; gates that do the same on neighbouring bits as one operation on vectors. With the rising edge
 * flip-flops sample and clock gates take their enables; a latch behind a gate is open until the clock falls. What depends on an input is
 * done again when inputs change. Left to itself a simulator orders a hundred thousand gates and latches for minutes, and runs them for
 * every change of a clock.
 *
 * @throws CombinationalLoopError when gates and latches form a ring
 */
export function levelisedModel(cells: Cells, { names = false }: LevelisedModelOptions = {}): string {
  const parts = modelParts(cells)
  const { wide, again } = inputCones(cells, parts.statements)
  const edge = risingEdge(parts)
  const settle = tasks('settle', parts.statements)
  const change = tasks('change', again)
  const named = names ? namedNets(cells, parts) : []
  const drive = tasks(
    'drive',
    [...cells.driven].map(([port, net]) => ({ text: `${port} = ${bitText(parts.bitOf(net))};` })),
  )
  const show = tasks('show', named)
  const inputs = cells.ports.filter(({ direction, name }) => direction === 'input' && name !== CLOCK)
  return [
    `module concord_chip (\n${portLines(cells).join(',\n')}\n);`,
    ...declarations(parts),
    ...edge.variables,
    ...named.map(({ name }) => `  reg ${name};`),
    ...wide.map((net) => `  reg was_${net};`),
    '  initial begin',
    "    first = 1'b1;",
    "    clock = 1'b0;",
    `    open = ${parts.openings.length || 1}'d0;`,
    ...parts.latches.map(({ name, width }) => `    ${name} = ${width}'d0;`),
    ...edge.initial.map((line) => `    ${line}`),
    '  end',
    `  always @(posedge ${CLOCK} or negedge ${CLOCK} or ${inputs.map(({ name }) => name).join(' or ')}) begin`,
    `    full = first${wide.map((net) => ` | (${net} != was_${net})`).join('')};`,
    `    if (${CLOCK} & !clock) begin`,
    "      full = 1'b1;",
    ...edge.lines.map((line) => `      ${line}`),
    '    end',
    `    if (!${CLOCK}) open = ${parts.openings.length || 1}'d0;`,
    `    clock = ${CLOCK};`,
    "    first = 1'b0;",
    ...wide.map((net) => `    was_${net} = ${net};`),
    '    if (full) begin',
    ...settle.map(([name]) => `      ${name};`),
    '    end else begin',
    ...change.map(([name]) => `      ${name};`),
    '    end',
    ...drive.map(([name]) => `    ${name};`),
    ...show.map(([name]) => `    ${name};`),
    '  end',
    ...[...settle, ...change, ...drive, ...show].flatMap(([, lines]) => lines),
    'endmodule\n',
  ].join('\n')
}

/** Statements of one task: compilers take more than their share of time for long functions. */
const TASK_STATEMENTS = 500

/** Names of tasks that together execute statements, and their text. */
function tasks(
  name: string,
  statements: readonly { readonly text: string }[],
): [name: string, lines: readonly string[]][] {
  return Array.from({ length: Math.ceil(statements.length / TASK_STATEMENTS) }, (_, i) => {
    const part = statements.slice(i * TASK_STATEMENTS, (i + 1) * TASK_STATEMENTS)
    const body = part.map(({ text }) => `    ${text}`)
    return [
      `${name}_${i}`,
      [`  task ${name}_${i};`, '    /*verilator no_inline_task*/', ...body, '  endtask'],
    ]
  })
}

function portLines({ ports }: Cells): string[] {
  return ports.map(
    ({ name, direction, width, isVector }) =>
      `  ${direction} ${direction === 'output' ? 'reg ' : ''}${isVector ? `[${width - 1}:0] ` : ''}${name}`,
  )
}

function declarations({ vectors, openings }: ModelParts): string[] {
  return [
    ...vectors.map(({ name, width }) => declaration(name, width)),
    `  reg [${Math.max(openings.length, 1) - 1}:0] open;`,
    '  reg clock;',
    '  reg first;',
    '  reg full;',
  ]
}

/** Inputs whose cone changes storage, which are followed by all statements, and the statements behind the others. */
function inputCones(
  { ports }: Cells,
  statements: readonly Statement[],
): { wide: string[]; again: readonly Statement[] } {
  const wide: string[] = []
  const again = new Set<Statement>()
  for (const { name, direction, width, isVector } of ports) {
    if (direction === 'output' || name === CLOCK) continue
    const reached = new Set(Array.from({ length: width }, (_, bit) => (isVector ? `${name}[${bit}]` : name)))
    const cone = statements.filter(({ reads, decides }) => {
      const isReached = reads.some((net) => reached.has(net))
      if (isReached) for (const net of decides) reached.add(net)
      return isReached
    })
    if (cone.some(({ stores }) => stores)) wide.push(name)
    else for (const statement of cone) again.add(statement)
  }
  return { wide, again: statements.filter((statement) => again.has(statement)) }
}

/** What the rising edge does, and the variables it needs for that. */
interface RisingEdge {
  readonly variables: readonly string[]
  /** What the variables of macros start with. */
  readonly initial: readonly string[]
  readonly lines: readonly string[]
}

/** Clock gates, flip-flops and macros: whatever decides is read before anything changes. */
function risingEdge({ flops, macros, openings, bitOf }: ModelParts): RisingEdge {
  const all = (nets: readonly string[]): string =>
    nets.map((net) => bitText(bitOf(net))).join(' & ') || "1'b1"
  const stored = new Set(flops.flatMap(({ outputs }) => outputs))
  const memories = macros.map((macro, i) => macroStatements(macro, `macro${i}`, bitOf))
  const conditions = new Map<string, string[]>()
  const variables: string[] = []
  const before = openings.map((enables, i) => `open[${i}] = ${all(enables)};`)
  for (const { data, enables, force, vector } of flops) {
    const condition = all([...(force === undefined ? [] : [force.net]), ...enables])
    const taken = conditions.get(condition) ?? []
    conditions.set(condition, taken)
    const value = concatenation(data.map(bitOf))
    // Data that come straight from a flip-flop are gone once that one has changed
    const isChained = data.some((net) => stored.has(net))
    if (isChained) {
      variables.push(declaration(`d${vector.name}`, vector.width))
      before.push(`d${vector.name} = ${value};`)
    }
    taken.push(`${vector.name} = ${isChained ? `d${vector.name}` : value};`)
  }
  const taking = [...conditions].map(([condition, taken], i) => {
    variables.push(declaration(`take${i}`, 1))
    before.push(`take${i} = ${condition};`)
    return `if (take${i}) begin ${taken.join(' ')} end`
  })
  return {
    variables: [...variables, ...memories.flatMap((memory) => memory.variables)],
    initial: memories.map((memory) => memory.initial),
    lines: [
      ...[...before, ...memories.flatMap((memory) => memory.before)],
      ...[...taking, ...memories.flatMap((memory) => memory.after)],
    ],
  }
}

function declaration(name: string, width: number): string {
  return `  reg ${width > 1 ? `[${width - 1}:0] ` : ''}${name};`
}

/** Nets under the names of the RTL. */
function namedNets({ named, rootOf }: Cells, { bitOf }: ModelParts): { name: string; text: string }[] {
  return named.flatMap((net) => {
    const bit: Bit | undefined = bitOf(rootOf(net))
    return bit === undefined ? [] : [{ name: `\\${net} `, text: `\\${net}  = ${bitText(bit)};` }]
  })
}
