/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text
  }
}

type Value = Html | string | number | readonly Html[]

/** Template tag: values are escaped unless they are HTML. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.reduce((text, part, i) => text + show(values[i - 1]!) + part))
}

/** Text as HTML, safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function show(value: Value): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.join('')
  return escapeHtml(String(value))
}
