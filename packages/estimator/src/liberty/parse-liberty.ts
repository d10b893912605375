/** One Liberty group: `name (args) { attributes and groups }`. */
export interface LibertyGroup {
  readonly name: string
  readonly args: readonly string[]
  /** `name : value;` holds one value, `name (a, b);` holds its arguments; quotes are removed. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  readonly groups: readonly LibertyGroup[]
}

const TOKEN = /\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\[\s\S])*)"|([{}():;,])|([^\s{}():;,"\\]+)|\\\r?\n/g

interface Token {
  readonly text: string
  /** Quoted text is never punctuation. */
  readonly quoted: boolean
  readonly at: number
}

function* tokens(text: string): Generator<Token> {
  for (const match of text.matchAll(TOKEN)) {
    if (match[1] !== undefined)
      yield { text: match[1].replace(/\\\r?\n/g, ' '), quoted: true, at: match.index }
    else if (match[2] !== undefined) yield { text: match[2], quoted: false, at: match.index }
    else if (match[3] !== undefined) yield { text: match[3], quoted: false, at: match.index }
  }
}

/**
 * Parses a Liberty file (the cell library format of synthesis and timing tools).
 *
 * @param text - the whole file
 * @returns its outermost group, `library`
 * @throws LibertyError at the first place that is not Liberty
 */
export function parseLiberty(text: string): LibertyGroup {
  const stream = tokens(text)
  let token = stream.next().value as Token | undefined

  const advance = (): Token => {
    const current = token
    if (current === undefined) throw new LibertyError(text.length, 'the file ends inside a group')
    token = stream.next().value as Token | undefined
    return current
  }
  const is = (punctuation: string): boolean => token?.text === punctuation && !token.quoted
  const expect = (punctuation: string): void => {
    if (!is(punctuation)) throw new LibertyError(token?.at ?? text.length, `"${punctuation}" expected`)
    advance()
  }

  const parseArgs = (): string[] => {
    const args: string[] = []
    expect('(')
    while (!is(')')) {
      if (is(',')) advance()
      else args.push(advance().text)
    }
    expect(')')
    return args
  }

  const parseValue = (): string => {
    const words: string[] = []
    while (!is(';') && !is('}')) words.push(advance().text)
    return words.join(' ')
  }

  const parseBody = (name: string, args: string[]): LibertyGroup => {
    const attributes = new Map<string, readonly string[]>()
    const groups: LibertyGroup[] = []
    expect('{')
    while (!is('}')) {
      if (is(';')) {
        advance()
        continue
      }
      const member = advance().text
      if (is(':')) {
        advance()
        attributes.set(member, [parseValue()])
        continue
      }
      const memberArgs = parseArgs()
      if (is('{')) groups.push(parseBody(member, memberArgs))
      else attributes.set(member, memberArgs)
    }
    expect('}')
    return { name, args, attributes, groups }
  }

  const name = advance().text
  const library = parseBody(name, parseArgs())
  if (token !== undefined) throw new LibertyError(token.at, 'text after the outermost group')
  return library
}

/** A file is not Liberty. */
export class LibertyError extends Error {
  override readonly name = 'LibertyError'

  /** @param at - offset in characters from the start of the file */
  constructor(
    readonly at: number,
    readonly why: string,
  ) {
    super(`Liberty text at character ${at}: ${why}`)
  }
}
