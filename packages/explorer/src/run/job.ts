import type { ChipConfig } from '@concord/arch'
import { type Network, namedShape, readNetwork, shapeNetwork } from '@concord/mapper'
import { Evaluator, type LoadedNetwork } from '../point/evaluator.js'
import { parseExpression } from '../space/expression.js'
import type { ParameterName } from '../space/schema.js'

/** Everything an evaluator is made of, as plain data: it goes to worker threads. */
export interface Job {
  readonly chip: ChipConfig
  /** Texts of the limits. */
  readonly limits: readonly string[]
  /** Names of the parameters of every point, in alphabetical order. */
  readonly parameters: readonly ParameterName[]
  readonly networks: readonly {
    readonly name: string
    /** Path of its file or folder, or `shape:` and the name of a published shape. */
    readonly path: string
    readonly weight: number
    readonly batch: number
  }[]
}

/** Reads the networks and makes the evaluator. */
export async function openEvaluator(job: Job): Promise<Evaluator> {
  const { chip, limits } = job
  return new Evaluator({ chip, limits: limits.map((text) => parseExpression(text)) }, await openNetworks(job))
}

/** Reads the networks of a job. */
export function openNetworks({ networks }: Pick<Job, 'networks'>): Promise<LoadedNetwork[]> {
  return Promise.all(
    networks.map(async ({ path, name, weight, batch }) => ({
      ...{ name, weight, batch },
      network: await openNetwork(path),
    })),
  )
}

/** In front of the name of a published shape, which has random weights. */
export const SHAPE_PREFIX = 'shape:'

async function openNetwork(path: string): Promise<Network> {
  if (path.startsWith(SHAPE_PREFIX)) return shapeNetwork(namedShape(path.slice(SHAPE_PREFIX.length)))
  return (await readNetwork(path)).network
}
