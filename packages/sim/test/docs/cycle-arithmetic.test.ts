import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firstRun } from './cycle-table.js'
import { runScenario } from './scenario.js'
import { scenarios } from './scenarios.js'

/** Cycles after e in which last words issue, and in which the next instruction executes. */
function measure(name: string): { last: number[]; next: number } {
  const first = firstRun(scenarios[name])
  const last: number[] = []
  let next = 0
  runScenario(scenarios[name], (cycle, { core }) => {
    const { wordWalker } = core.computeEngine
    if (wordWalker.wordValid && wordWalker.word.last) last.push(cycle - 1 - first)
    if (next === 0 && cycle > first && core.computeEngine.pop) next = cycle - first
  })
  return { last, next }
}

/** The closed form of docs/theory.md, popcountStages = 1. */
function closedForm(words: readonly number[], post: readonly number[]): { last: number[]; next: number } {
  const last: number[] = []
  for (const [p, w] of words.entries()) {
    last.push(p === 0 ? 4 + w : last[p - 1] + Math.max(w, post[p - 1]))
  }
  const end = words.length - 1
  return { last, next: last[end] + 5 + 1 + post[end] }
}

/** The numbers of the page's line that starts with `name`. */
function pageNumbers(name: string): number[] {
  const page = readFileSync(new URL('../../../../docs/theory.md', import.meta.url), 'utf8')
  const line = page.split('\n').find((candidate) => candidate.startsWith(name)) ?? ''
  return (line.slice(name.length).match(/\d+(?! words)\b/g) ?? []).map(Number)
}

test('the convolution of docs/theory.md', () => {
  const words = pageNumbers('W(p)  ')
  const measured = measure('conv')
  expect(measured).toEqual(
    closedForm(
      words,
      words.map(() => 5),
    ),
  )
  expect(measured.last).toEqual(pageNumbers('t(p) − e  '))
  expect(measured.next).toBe(118)
})

test('pooling: three thresholds of eight rows, two planes at the end of each window of four', () => {
  const post = [6, 6, 6, 8, 6, 6, 6, 8]
  expect(measure('pool')).toEqual(
    closedForm(
      post.map(() => 1),
      post,
    ),
  )
})
