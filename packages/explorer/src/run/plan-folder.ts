import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { canonicalJson, shortHash } from '../point/canonical.js'
import type { Parameters, Point } from '../point/point.js'
import { parseSpace } from '../space/parse-space.js'
import type { Space } from '../space/space.js'
import { StorageError, writeAtomically } from './atomic-file.js'
import { codeVersion } from './code-version.js'
import type { Job } from './job.js'

/** What is written beside a plan so that it can be run anywhere. */
export interface PlanHeader {
  readonly format: 'concord-explore'
  /** Text of the space's file, and its name. */
  readonly file: string
  readonly text: string
  readonly codeVersion: string
  readonly networks: readonly { readonly name: string; readonly file: string; readonly sha256: string }[]
  /** Points of the grid that are no chip of the space. */
  readonly leftOut: number
}

/** A plan: its folder holds `space.json`, `plan.jsonl`, the networks, and later the results. */
export interface Plan {
  readonly folder: string
  readonly header: PlanHeader
  readonly space: Space
  readonly job: Job
}

/** Reads a space's file and copies everything it needs into a folder. */
export function createPlan(file: string, folder: string): Plan {
  const text = readText(file)
  const space = parseSpace(text, file)
  const networks = space.networks.map(({ model }) => {
    const path = resolve(dirname(file), model)
    const bytes = readBytes(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const copy = join('models', `${sha256.slice(0, 16)}.onnx`)
    writeAtomically(join(folder, copy), bytes)
    return { name: basename(model), file: copy, sha256 }
  })
  const header: PlanHeader = {
    ...{ format: 'concord-explore', file: basename(file), text },
    ...{ codeVersion: codeVersion(), networks, leftOut: 0 },
  }
  return openWith(folder, header, space)
}

/** Writes the plan's points. */
export function writePlan(plan: Plan, points: readonly Point[], leftOut: number): void {
  writeAtomically(
    join(plan.folder, 'plan.jsonl'),
    points.map((point) => `${canonicalJson(point)}\n`),
  )
  writeAtomically(
    join(plan.folder, 'space.json'),
    `${JSON.stringify({ ...plan.header, leftOut }, null, 2)}\n`,
  )
}

/** Opens the folder of a plan. */
export function openPlan(folder: string): Plan {
  const path = join(folder, 'space.json')
  const header = JSON.parse(readText(path)) as PlanHeader
  if (header.format !== 'concord-explore') throw new StorageError(path, new Error('it is no plan'))
  if (header.codeVersion !== codeVersion()) {
    throw new StorageError(path, new Error('the plan was made by another version of Concord: plan again'))
  }
  return openWith(folder, header, parseSpace(header.text, header.file))
}

/** Points of the plan, in order. */
export function readPoints({ folder }: Plan): Point[] {
  const path = join(folder, 'plan.jsonl')
  if (!existsSync(path)) return []
  return readText(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Point)
}

/** The point with some parameters; its id says what its row depends on. */
export function pointOf(plan: Plan, parameters: Parameters, fidelity = plan.space.fidelity): Point {
  return { id: shortHash([contextOf(plan), fidelity, parameters]), fidelity, parameters }
}

const contexts = new WeakMap<Plan, string>()

/** Hash of what the rows of all points of a plan depend on. */
function contextOf(plan: Plan): string {
  const known = contexts.get(plan)
  if (known !== undefined) return known
  const { header, job } = plan
  const { chip, limits } = job
  const networks = job.networks.map(({ weight, batch }, i) => ({
    ...{ weight, batch },
    sha256: header.networks[i].sha256,
  }))
  const context = shortHash({ chip, limits, networks, codeVersion: header.codeVersion })
  contexts.set(plan, context)
  return context
}

function openWith(folder: string, header: PlanHeader, space: Space): Plan {
  const job: Job = {
    chip: space.chip,
    limits: space.limits.map(({ text }) => text),
    networks: space.networks.map(({ weight, batch }, i) => ({
      ...{ weight, batch, name: header.networks[i].name },
      path: join(folder, header.networks[i].file),
    })),
  }
  return { folder, header, space, job }
}

function readText(path: string): string {
  return readBytes(path).toString('utf8')
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new StorageError(path, cause)
  }
}
