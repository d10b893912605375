import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { namedShape, readModelFiles } from '@concord/mapper'
import { canonicalJson, shortHash } from '../point/canonical.js'
import type { Parameters, Point } from '../point/point.js'
import { parseSpace } from '../space/parse-space.js'
import { readSpaceText } from '../space/read-space-text.js'
import type { Space } from '../space/space.js'
import { writeAtomically } from './atomic-file.js'
import { codeVersion } from './code-version.js'
import { type Job, SHAPE_PREFIX } from './job.js'
import { type PlanHeader, type PlanNetwork, readHeader } from './plan-header.js'
import { readJsonLines } from './stored-file.js'

const HEADER_FILE = 'space.json'
const POINTS_FILE = 'plan.jsonl'

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
 * @throws SpaceFileError, SpaceError, UnknownShapeError, FormatError or StorageError
 */
export async function createPlan(file: string, folder: string): Promise<Plan> {
  const text = readSpaceText(file)
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
  writeAtomically(join(plan.folder, POINTS_FILE), pointLines(points))
  writeAtomically(join(plan.folder, HEADER_FILE), [
    `${JSON.stringify({ ...plan.header, leftOut }, null, 2)}\n`,
  ])
}

function* pointLines(points: readonly Point[]): Generator<string> {
  for (const point of points) yield `${canonicalJson(point)}\n`
}

/** Opens the folder of a plan. */
export function openPlan(folder: string): Plan {
  const header = readHeader(join(folder, HEADER_FILE))
  return openWith(folder, header, parseSpace(header.text, header.file))
}

/** Points of the plan, in order, each once even where somebody joined two lists. */
export function readPoints({ folder }: Plan): Point[] {
  const path = join(folder, POINTS_FILE)
  if (!existsSync(path)) return []
  return [...new Map(readJsonLines<Point>(path).map((point) => [point.id, point])).values()]
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
