import { ConcordError } from '@concord/arch'
import jsep from 'jsep'

/** Values by name. */
export type Scope = Readonly<Record<string, number>>

/** An expression, read once. */
export interface Expression {
  readonly text: string
  /** Names it refers to. */
  readonly names: readonly string[]
  /** Its value; 1 and 0 for true and false. */
  readonly evaluate: (scope: Scope) => number
}

type Evaluate = (scope: Scope) => number

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
}

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
  log2: Math.log2,
}

/**
 * Reads an arithmetic expression: numbers, names, + − * / % and comparisons, && || !, c ? a : b, and min, max, ceil, floor, round, log2.
 *
 * Nothing else can be written in it, and it can reach nothing but the values it is given.
 *
 * @throws ExpressionError
 */
export function parseExpression(text: string): Expression {
  const names = new Set<string>()
  let tree: jsep.Expression
  try {
    tree = jsep(text)
  } catch (cause) {
    throw new ExpressionError(text, (cause as Error).message)
  }
  return { text, evaluate: compile(tree, text, names), names: [...names] }
}

function compile(node: jsep.Expression, text: string, names: Set<string>): Evaluate {
  const part = (child: unknown) => compile(child as jsep.Expression, text, names)
  switch (node.type) {
    case 'Literal': {
      const { value } = node as jsep.Literal
      if (typeof value !== 'number' && typeof value !== 'boolean')
        throw new ExpressionError(text, 'only numbers are values')
      return () => Number(value)
    }
    case 'Identifier': {
      const { name } = node as jsep.Identifier
      names.add(name)
      return (scope) => {
        if (!Object.hasOwn(scope, name)) throw new ExpressionError(text, `${name} has no value here`)
        return scope[name]
      }
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression
      const inner = part(argument)
      if (operator === '-') return (scope) => -inner(scope)
      if (operator === '!') return (scope) => Number(inner(scope) === 0)
      throw new ExpressionError(text, `operator ${operator} is not known`)
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression
      const [a, b] = [part(left), part(right)]
      if (operator === '&&') return (scope) => (a(scope) !== 0 ? b(scope) : 0)
      if (operator === '||') return (scope) => (a(scope) !== 0 ? 1 : b(scope))
      if (!Object.hasOwn(BINARY, operator))
        throw new ExpressionError(text, `operator ${operator} is not known`)
      return (scope) => BINARY[operator](a(scope), b(scope))
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression
      const [condition, yes, no] = [part(test), part(consequent), part(alternate)]
      return (scope) => (condition(scope) !== 0 ? yes(scope) : no(scope))
    }
    case 'CallExpression': {
      const { callee, arguments: given } = node as jsep.CallExpression
      const name = callee.type === 'Identifier' ? (callee as jsep.Identifier).name : ''
      if (!Object.hasOwn(FUNCTIONS, name))
        throw new ExpressionError(
          text,
          `${name || 'this'} is no function; there are ${Object.keys(FUNCTIONS).join(', ')}`,
        )
      const values = given.map(part)
      return (scope) => FUNCTIONS[name](...values.map((value) => value(scope)))
    }
    default:
      throw new ExpressionError(text, 'it is not one arithmetic expression')
  }
}

/** An expression cannot be read or has no value. */
export class ExpressionError extends ConcordError {
  override readonly name = 'ExpressionError'

  constructor(text: string, why: string) {
    const fix = 'write arithmetic of numbers, parameters and min, max, ceil, floor, round, log2'
    super({ what: 'Cannot use an expression', where: text, why, fix })
  }
}
