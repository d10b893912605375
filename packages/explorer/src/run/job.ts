import { readFileSync } from 'node:fs'
import type { ChipConfig } from '@concord/arch'
import { importOnnx } from '@concord/mapper'
import { Evaluator } from '../point/evaluator.js'
import { parseExpression } from '../space/expression.js'

/** Everything an evaluator is made of, as plain data: it goes to worker threads. */
export interface Job {
  readonly chip: ChipConfig
  /** Texts of the limits. */
  readonly limits: readonly string[]
  readonly networks: readonly {
    readonly name: string
    /** Path of the ONNX file. */
    readonly path: string
    readonly weight: number
    readonly batch: number
  }[]
}

/** Reads the networks and makes the evaluator. */
export function openEvaluator({ chip, limits, networks }: Job): Evaluator {
  return new Evaluator(
    { chip, limits: limits.map((text) => parseExpression(text)) },
    networks.map(({ path, name, weight, batch }) => ({
      ...{ name, weight, batch },
      network: importOnnx(readFileSync(path), { name }),
    })),
  )
}
