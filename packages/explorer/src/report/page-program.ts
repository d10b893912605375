import { readFileSync } from 'node:fs'

/** Scripts of the page, in the order in which they run; they share one scope. */
const SCRIPTS = ['data', 'text', 'charts', 'front', 'chosen', 'parallel', 'knobs', 'roofline', 'start']

/** What the page does in the browser: plain scripts, no modules, so that it works from a file. */
export function pageProgram(): string {
  return ["'use strict'", ...SCRIPTS.map((name) => pageFile(`${name}.js`))].join('\n')
}

/** The style sheet of the page. */
export function pageStyle(): string {
  return pageFile('style.css')
}

function pageFile(name: string): string {
  return readFileSync(new URL(`../../page/${name}`, import.meta.url), 'utf8')
}
