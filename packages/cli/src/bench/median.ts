/** Middle value; of an even number of values the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >>> 1]
}

/** Work done a second: repeats `work` for at least `ms` milliseconds and divides what it did by the time. */
export function ratePerSecond(work: () => number, ms: number): number {
  const start = performance.now()
  let done = 0
  let elapsed = 0
  while (elapsed < ms) {
    done += work()
    elapsed = performance.now() - start
  }
  return (1000 * done) / elapsed
}
