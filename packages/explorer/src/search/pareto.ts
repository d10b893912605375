/** Whether costs `a` are nowhere worse than `b` and somewhere better; less is better. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false
  for (let i = 0; i < a.length; i++) {
    if (a[i] > b[i]) return false
    if (a[i] < b[i]) better = true
  }
  return better
}

/** Indices of the costs that none dominates, in their order; of equal ones all. */
export function paretoFront(costs: readonly (readonly number[])[]): number[] {
  // Whoever dominates comes first in lexicographic order, so each is compared with the front so far only
  const order = costs.map((_, i) => i).sort((a, b) => compare(costs[a], costs[b]) || a - b)
  const front: number[] = []
  for (const i of order) {
    if (!front.some((other) => dominates(costs[other], costs[i]))) front.push(i)
  }
  return front.sort((a, b) => a - b)
}

/** Splits the costs into fronts: the best, the best of the rest, and so on; the rank of each. */
export function paretoRanks(costs: readonly (readonly number[])[]): number[] {
  const ranks = new Array<number>(costs.length).fill(-1)
  let rest = costs.map((_, i) => i)
  for (let rank = 0; rest.length > 0; rank++) {
    const front = paretoFront(rest.map((i) => costs[i]))
    for (const place of front) ranks[rest[place]] = rank
    rest = rest.filter((i) => ranks[i] < 0)
  }
  return ranks
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1
  return 0
}
