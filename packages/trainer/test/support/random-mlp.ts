import type { BinaryMlp } from '../../src/mlp.js'
import { BATCH_NORM_EPSILON } from '../../src/mlp.js'
import { createRandom, uniformValues } from '../../src/random.js'

/** A network of random weights and normalisations, some gammas negative, some zero. */
export function randomMlp(seed: number, widths: readonly number[]): BinaryMlp {
  const random = createRandom(seed)
  return {
    layers: widths.slice(1).map((outputs, l) => ({
      inputs: widths[l],
      outputs,
      signs: Int8Array.from({ length: outputs * widths[l] }, () => (random.nextBelow(2) === 0 ? -1 : 1)),
      norm: {
        gamma: uniformValues(random, outputs, 2).map((value) => (random.nextBelow(8) === 0 ? 0 : value)),
        beta: uniformValues(random, outputs, 1),
        mean: uniformValues(random, outputs, 10),
        variance: uniformValues(random, outputs, 100).map(Math.abs),
        epsilon: BATCH_NORM_EPSILON,
      },
    })),
  }
}
