import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as setTimer } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/point/row.js'
import type { Plan } from '../../src/run/plan-folder.js'
import { readRows } from '../../src/run/result-files.js'
import { BUILT, inFolder, spaceText } from '../support/exploration.js'

// Worker threads run the build: what they are compared with must be the same code
const {
  collect,
  confirmingPoints,
  createPlan,
  evolve,
  merge,
  openEvaluator,
  openPlan,
  planPoints,
  readPoints,
  Runner,
  writePlan,
}: typeof import('../../src/index.js') = await import(BUILT)

/** Kills of the test; more by hand. */
const KILLS = Number(process.env.CONCORD_KILLS ?? 2)
const OPTIONS = { jobs: 2, timeoutSeconds: 60, memoryMb: 512 }

const planned = async (file: string, folder: string): Promise<Plan> => {
  const plan = await createPlan(file, folder)
  const { points, leftOut } = planPoints(plan)
  writePlan(plan, points, leftOut)
  return openPlan(folder)
}

async function runAll(plan: Plan, options = OPTIONS): Promise<Row[]> {
  const runner = new Runner(plan, options)
  try {
    const points = readPoints(plan)
    await runner.run(points)
    return points.map(({ id }) => runner.rows.get(id)!)
  } finally {
    await runner.close()
  }
}

/** A runner in a process of its own, perhaps behind a command that limits it. */
function startRunner(
  folder: string,
  limit: readonly string[] = [],
  stderr: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const script = `
    import { openPlan, readPoints, Runner } from ${JSON.stringify(pathToFileURL(BUILT).href)}
    const plan = openPlan(${JSON.stringify(folder)})
    const runner = new Runner(plan, ${JSON.stringify({ ...OPTIONS, jobs: 1 })})
    await runner.run(readPoints(plan))
    await runner.close()`
  const [command, ...args] = [...limit, process.execPath, '--input-type=module', '-e', script]
  return spawn(command, args, { stdio: ['ignore', 'ignore', stderr] })
}

/** Files of results in a plan's folder. */
function results(folder: string): number {
  const path = join(folder, 'results')
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.jsonl')).length : 0
}

/** Rows stored in a plan's folder, those of points that were evaluated twice too. */
function storedRows(folder: string): number {
  const path = join(folder, 'results')
  return readdirSync(path)
    .map((name) => readFileSync(join(path, name), 'utf8').trimEnd().split('\n').length)
    .reduce((sum, lines) => sum + lines, 0)
}

/** Waits until there are so many files of results. */
async function stored(folder: string, count: number): Promise<void> {
  for (let turn = 0; turn < 1000 && results(folder) < count; turn++) await setTimer(10)
}

describe('a run', () => {
  it('evaluates a point once that is listed twice', async () => {
    await inFolder(spaceText(), async (folder, file) => {
      const plan = await planned(file, folder)
      const list = join(folder, 'plan.jsonl')
      writeFileSync(list, readFileSync(list, 'utf8').repeat(2))
      const points = readPoints(plan)
      expect(new Set(points.map(({ id }) => id)).size).toBe(points.length)
      const rows = await runAll(plan)
      expect(rows.map(({ id }) => id)).toEqual(points.map(({ id }) => id))
      expect(collect(plan).rows.length).toBe(points.length)
    })
  })

  it('gives each point the row that it has by itself, and stores it', async () => {
    await inFolder(spaceText(), async (folder, file) => {
      const plan = await planned(file, folder)
      const evaluator = await openEvaluator(plan.job)
      const expected = await Promise.all(readPoints(plan).map((point) => evaluator.evaluate(point)))
      expect(expected.filter(({ status }) => status === 'ok').length).toBeGreaterThan(10)
      expect(await runAll(plan)).toEqual(expected)
      expect(readPoints(plan).map(({ id }) => readRows(plan).get(id))).toEqual(expected)
    })
  })

  it('loses nothing when it is killed, and two share a folder', async () => {
    // Many enough to be still at it when the kill comes
    // So many that the last runner to be killed still has some to evaluate
    const depths = Array.from({ length: Math.ceil(KILLS / 2) }, (_, i) => 16 + 4 * i)
    const parameters = {
      ...{ rows: [16, 32, 64], lanes: [32, 64], weightDepth: depths, accDepth: [8, 16, 32] },
      ...{ actWords: [512, 1024], streamBits: [8, 16, 32], postLanes: [4, 8, 16], clockMhz: [50, 100] },
    }
    const space = { networks: [{ model: 'shape:cnv' }], chip: 'caravel', parameters }
    await inFolder(spaceText(space), async (folder, file) => {
      const plan = await planned(file, folder)
      const sizes: number[] = []
      for (let kill = 0; kill < KILLS; kill++) {
        const child = startRunner(folder)
        const exit = once(child, 'exit')
        await Promise.race([exit, stored(folder, 1 + results(folder))])
        setTimeout(() => child.kill('SIGKILL'), (kill * 97) % 600)
        await exit
        sizes.push(readRows(plan).size)
      }
      console.log(`rows after each kill: ${sizes.join(' ')} of ${readPoints(plan).length}`)
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
      expect(sizes[0]).toBeLessThan(readPoints(plan).length)
      const runners = [startRunner(folder), startRunner(folder)]
      const codes = await Promise.all(runners.map((runner) => once(runner, 'exit')))
      expect(codes.map(([code]) => code)).toEqual([0, 0])
      const evaluator = await openEvaluator(plan.job)
      const points = readPoints(plan)
      const rows = readRows(plan)
      expect(rows.size).toBe(points.length)
      for (const point of points) expect(rows.get(point.id)).toEqual(await evaluator.evaluate(point))
    })
  })

  it('leaves out what another runner stores meanwhile', async () => {
    await inFolder(spaceText(), async (folder, file) => {
      const plan = await planned(file, folder)
      const points = readPoints(plan)
      const half = points.slice(0, points.length / 2)
      const late = new Runner(plan, { ...OPTIONS, jobs: 1 })
      const other = new Runner(plan, OPTIONS)
      await other.run(half)
      await other.close()
      const before = storedRows(folder)
      expect(before).toBe(half.length)
      await late.run(points)
      await late.close()
      expect(late.rows.size).toBe(points.length)
      // It had one point when it looked first, perhaps one of the other's
      const evaluated = storedRows(folder) - before
      expect(evaluated).toBeGreaterThanOrEqual(points.length - half.length)
      expect(evaluated).toBeLessThanOrEqual(points.length - half.length + 1)
    })
  })

  it('leaves nothing torn where files cannot grow, and goes on when they can', async () => {
    await inFolder(spaceText(), async (folder, file) => {
      const plan = await planned(file, folder)
      const child = startRunner(folder, ['bash', '-c', 'ulimit -f 4; exec "$@"', 'limited'], 'pipe')
      const [told, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')])
      expect(code).not.toBe(0)
      expect(told).toContain('files may not grow that large here')
      const left = readdirSync(join(folder, 'results'))
      expect(left.filter((name) => !name.endsWith('.jsonl'))).toEqual([])
      const kept = readRows(plan).size
      expect(kept).toBeLessThan(readPoints(plan).length)
      expect(await runAll(plan)).toHaveLength(readPoints(plan).length)
    })
  })

  it('lets a point fail that takes too long, and a chip that the network does not fit', async () => {
    const slow = { networks: [{ model: JSON.parse(spaceText()).networks[0].model, batch: 1_000_000 }] }
    const space = spaceText({ ...slow, parameters: { rows: [32], accBits: [10, 16] } })
    await inFolder(space, async (folder, file) => {
      const rows = await runAll(await planned(file, folder), { ...OPTIONS, timeoutSeconds: 0.02 })
      expect(rows.map((row) => row.status)).toEqual(['failed', 'failed'])
      const reasons = rows.map((row) => (row.status === 'failed' ? row.reason : '')).join()
      expect(reasons).toContain('it took more than 0.02 s')
    })
  })

  it('lets a point fail that takes too much memory, and goes on with the next', async () => {
    const large = { networks: [{ model: JSON.parse(spaceText()).networks[0].model, batch: 150_000 }] }
    await inFolder(spaceText({ ...large, parameters: { accBits: [16, 20] } }), async (folder, file) => {
      const rows = await runAll(await planned(file, folder), { ...OPTIONS, jobs: 1, memoryMb: 32 })
      const reasons = rows.map((row) => (row.status === 'failed' ? row.reason : row.status))
      expect(reasons).toEqual(['it took more than 32 MB', 'it took more than 32 MB'])
    })
    await inFolder(spaceText({ ...large, parameters: { accBits: [16, 20] } }), async (folder, file) => {
      const rows = await runAll(await planned(file, folder))
      expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok'])
    })
  })

  it('remembers no more of many chips than a small heap holds', async () => {
    const parameters = {
      ...{ lanes: [16], rows: [16], weightDepth: [8, 12, 16, 24], accDepth: [4, 8, 16, 32] },
      ...{ actWords: [512, 1024], streamBits: [8, 16], postLanes: [2, 4, 8, 16], queueDepth: [4, 8, 16] },
    }
    const space = spaceText({ networks: [{ model: 'shape:cnv' }], chip: 'caravel', parameters })
    await inFolder(space, async (folder, file) => {
      const rows = await runAll(await planned(file, folder), { ...OPTIONS, jobs: 1, memoryMb: 96 })
      expect(rows.filter(({ status }) => status !== 'ok')).toEqual([])
      expect(rows.length).toBe(768)
    })
  })

  it('makes points by evolution, the same each time', async () => {
    const search = { strategy: 'evolution', points: 12, population: 6, seed: 3 }
    const once = () =>
      inFolder(spaceText({ search }), async (folder, file) => {
        const plan = await createPlan(file, folder)
        const evaluator = await openEvaluator(plan.job)
        return evolve(plan, (points) => Promise.all(points.map((point) => evaluator.evaluate(point))))
      })
    const first = await once()
    expect(first).toHaveLength(12)
    expect(await once()).toEqual(first)
  })
})

/** A small file system of its own, which only root can have. */
function smallDisk(folder: string, kilobytes: number): boolean {
  mkdirSync(folder, { recursive: true })
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0
}

describe('a full disk', () => {
  it('gives a clear error and leaves nothing torn; a run goes on when there is room', async (context) => {
    await inFolder(spaceText(), async (folder, file) => {
      if (!smallDisk(folder, 4096)) {
        console.warn('skipped: mounting a small file system takes root on Linux')
        return context.skip()
      }
      try {
        const plan = await planned(file, folder)
        const ballast = join(folder, 'ballast')
        const filler = openSync(ballast, 'w')
        try {
          for (;;) writeSync(filler, Buffer.alloc(4096))
        } catch (error) {
          expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
        } finally {
          closeSync(filler)
        }
        const child = startRunner(folder, [], 'pipe')
        const [told, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')])
        expect(code).not.toBe(0)
        expect(told).toContain('the disk is full')
        expect(
          readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.part')),
        ).toEqual([])
        expect(readRows(plan).size).toBe(0)
        rmSync(ballast)
        expect(await runAll(plan)).toHaveLength(readPoints(plan).length)
      } finally {
        spawnSync('umount', [folder])
      }
    })
  })
})

describe('a confirmation', () => {
  it('evaluates the front once more and says how far that is from the search', async () => {
    const space = spaceText({ parameters: { rows: [16, 32], clockMhz: [50, 100] }, confirm: 'simulated' })
    await inFolder(space, async (folder, file) => {
      const plan = await planned(file, folder)
      await runAll(plan)
      const confirming = confirmingPoints(plan, collect(plan).front)
      writePlan(plan, [...readPoints(plan), ...confirming], 0)
      expect(collect(plan).missing).toBe(confirming.length)
      await runAll(plan)
      const { rows, front, missing, confirmations } = collect(plan)
      expect([rows.length, missing]).toEqual([4, 0])
      expect(confirmations.map(({ row }) => row)).toEqual(front)
      for (const { row, confirmed, deviations } of confirmations) {
        expect([row.fidelity, confirmed.fidelity]).toEqual(['closedForm', 'simulated'])
        expect(confirmed.id).not.toBe(row.id)
        expect([deviations.cycles, deviations.areaMm2]).toEqual([0, 0])
        expect(Math.abs(deviations.energyNj!)).toBeGreaterThan(0)
        expect(Math.abs(deviations.energyNj!)).toBeLessThan(0.5)
      }
    })
  })
})

/** A legal name of a file that no page may show as it is. */
const NASTY = `<img src=x onerror=alert(1)>,"&'`

describe('the report', () => {
  it('holds everything, escaped, and asks for nothing from outside', async () => {
    const space = spaceText({
      name: '</script><b>x',
      networks: [{ model: `${NASTY}.onnx` }],
      constraints: ['areaMm2 < 5'],
      parameters: { rows: [16, 32], accBits: [8, 16] },
    })
    await inFolder(space, async (folder, file) => {
      copyFileSync(JSON.parse(spaceText()).networks[0].model, join(dirname(file), `${NASTY}.onnx`))
      const plan = await planned(file, folder)
      await runAll(plan)
      const { rows, front, missing } = await merge(plan, '1.2.3')
      expect([rows.length, missing]).toEqual([4, 0])
      expect(front.length).toBeGreaterThan(0)
      const page = readFileSync(join(folder, 'report.html'), 'utf8')
      expect(page).not.toContain('</script><b>')
      expect(page).not.toContain(NASTY)
      expect(page).not.toMatch(/(src|href)="http/)
      expect(page).toContain('accBits is 8')
      const data = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1])
      expect(data.networks[0]).toBe(`${NASTY}.onnx`)
      expect(data.front).toHaveLength(front.length)
      expect(data.bands.areaMm2).toBeGreaterThan(0)
      expect(data.bands.cycles).toBeUndefined()
      expect(data.failed[0].count).toBe(2)
      for (const name of ['front.svg', 'layers-1.svg']) {
        expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^<svg .*<\/svg>$/s)
      }
      const csv = readFileSync(join(folder, 'points.csv'), 'utf8').trim().split('\n')
      expect(csv).toHaveLength(5)
      expect(readdirSync(folder).some((name) => name.endsWith('.part'))).toBe(false)
    })
  })
})
