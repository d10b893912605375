import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { namedShape, readModelFiles } from '@concord/mapper'
import { canonicalJson, shortHash } from '../point/canonical.js'
import type { Parameters, Point } from '../point/point.js'
import { parseSpace } from '../space/parse-space.js'
import type { Space } from '../space/space.js'
import { StorageError, writeAtomically } from './atomic-file.js'
import { codeVersion } from './code-version.js'
import { type Job, SHAPE_PREFIX } from './job.js'

/** A network of a plan. */
interface PlanNetwork {
  readonly name: string
  /** Copy in the plan's folder, or `shape:` and the name of a published shape. */
  readonly file: string
  readonly sha256: string
}

/** What is written beside a plan so that it can be run anywhere. */
export interface PlanHeader {
  readonly format: 'concord-explore'
  /** Text of the space's file, and its name. */
  readonly file: string
  readonly text: string
  readonly codeVersion: string
  readonly networks: readonly PlanNetwork[]
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

/**
 * Reads a space's file and copies everything it needs into a folder.
 *
 * @throws MappingError, FormatError or StorageError for a network that cannot be had
 */
export async function createPlan(file: string, folder: string): Promise<Plan> {
  const text = readText(file)
  const space = parseSpace(text, file)
  const networks: PlanNetwork[] = []
  for (const { model } of space.networks) networks.push(await copyNetwork(model, dirname(file), folder))
  const header: PlanHeader = {
    ...{ format: 'concord-explore', file: basename(file), text },
    ...{ codeVersion: codeVersion(), networks, leftOut: 0 },
  }
  return openWith(folder, header, space)
}

async function copyNetwork(model: string, beside: string, folder: string): Promise<PlanNetwork> {
  if (model.startsWith(SHAPE_PREFIX)) {
    const name = model.slice(SHAPE_PREFIX.length)
    return { name, file: model, sha256: sha256([JSON.stringify(namedShape(name))]) }
  }
  const { name, entries } = await readModelFiles(resolve(beside, model))
  const hash = sha256([...entries].flat())
  // A folder of parameters stays one; its name tells the layers' order in some formats
  const single = entries.size === 1 && entries.has(name)
  const place = join('models', hash.slice(0, 16))
  const copy = single ? join(place, name) : join(place, name || 'model')
  for (const [entry, bytes] of entries)
    writeAtomically(join(folder, single ? copy : join(copy, entry)), [bytes])
  return { name, file: copy, sha256: hash }
}

function sha256(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Writes the plan's points. */
export function writePlan(plan: Plan, points: readonly Point[], leftOut: number): void {
  writeAtomically(join(plan.folder, 'plan.jsonl'), pointLines(points))
  writeAtomically(join(plan.folder, 'space.json'), [
    `${JSON.stringify({ ...plan.header, leftOut }, null, 2)}\n`,
  ])
}

function* pointLines(points: readonly Point[]): Generator<string> {
  for (const point of points) yield `${canonicalJson(point)}\n`
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
    parameters: [...space.free, ...space.derived].map(({ name }) => name).sort(),
    networks: space.networks.map(({ weight, batch }, i) => ({
      ...{ weight, batch, name: header.networks[i].name },
      path: pathOf(folder, header.networks[i].file),
    })),
  }
  return { folder, header, space, job }
}

function pathOf(folder: string, file: string): string {
  return file.startsWith(SHAPE_PREFIX) ? file : join(folder, file)
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
