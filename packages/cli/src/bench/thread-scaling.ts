import { Worker } from 'node:worker_threads'

/** Arithmetic that shares nothing with anybody, about a second of it. */
const LOOP = 'let sum = 0; for (let i = 0; i < 1e9; i++) sum += i & 7'

/** What a second thread is worth on this machine as it is now: work of two threads by that of one. */
export async function measureThreadScaling(): Promise<number> {
  const seconds = async (threads: number): Promise<number> => {
    const start = performance.now()
    await Promise.all(
      Array.from(
        { length: threads },
        () =>
          new Promise<void>((resolve, reject) => {
            new Worker(LOOP, { eval: true }).on('exit', () => resolve()).on('error', reject)
          }),
      ),
    )
    return (performance.now() - start) / 1000
  }
  return (2 * (await seconds(1))) / (await seconds(2))
}
