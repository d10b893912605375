import { describe, expect, it } from 'vitest'
import { WorkerState } from '../../src/run/worker-state.js'

describe('what a pool sees of its worker', () => {
  const sides = (): { pool: WorkerState; worker: WorkerState } => {
    const pool = new WorkerState()
    return { pool, worker: new WorkerState(pool.buffer) }
  }

  it('counts the points that were begun', () => {
    const { pool, worker } = sides()
    for (let i = 1; i <= 3; i++) {
      worker.begin()
      expect(pool.begun).toBe(i)
    }
  })

  it('is not closed while the worker stores something, and then it stores nothing more', () => {
    const { pool, worker } = sides()
    let seen: unknown[] = []
    worker.store(3, () => {
      seen = [pool.isStoring, pool.close(), pool.stored]
    })
    expect(seen).toEqual([true, false, 0])
    expect(pool.stored).toBe(3)
    expect(pool.isStoring).toBe(false)
    expect(pool.close()).toBe(true)
    let stored = false
    expect(() =>
      worker.store(1, () => {
        stored = true
      }),
    ).toThrow('closed')
    expect(stored).toBe(false)
    expect(pool.close()).toBe(true)
  })

  it('may be closed after something could not be stored', () => {
    const { pool, worker } = sides()
    expect(() =>
      worker.store(1, () => {
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect(pool.stored).toBe(0)
    expect(pool.close()).toBe(true)
  })
})
