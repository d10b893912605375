import { flatten, type Line } from './line.js'

/** Entries of the longest list that is compared: results of single inputs are not. */
const LONGEST = 64

/** Everything in which two results that `--json` wrote differ. */
export function compareResults(a: object, b: object): Line[] {
  const [left, right] = [a, b].map((result) => new Map(flatten(result, LONGEST)))
  const names = [...new Set([...left.keys(), ...right.keys()])]
  return names.map((name): Line => [name, left.get(name), right.get(name)]).filter(([, x, y]) => x !== y)
}
