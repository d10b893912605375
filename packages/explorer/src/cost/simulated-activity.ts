import type { Activity, ChipConfig } from '@concord/arch'
import { mapNetwork, type Network, packInput } from '@concord/mapper'
import { countCycles, FastChip } from '@concord/sim'
import { Random } from '../search/random.js'

const SEED = 1

/**
 * What switches on the chip when it runs a network on random bytes, the same ones every time.
 *
 * @param resident - inputs on the chip together; as many as the mapper finds best when undefined
 */
export function simulatedActivity(
  network: Network,
  config: ChipConfig,
  batch: number,
  resident: number | undefined,
): Activity {
  const program = mapNetwork(network, config, {
    ...{ batch, countCycles },
    ...(resident !== undefined && { resident }),
  })
  const random = new Random(SEED)
  for (let input = 0; input < batch; input++) {
    const pixels = Uint8Array.from({ length: program.encoding.elements }, () => random.below(256))
    packInput(program, input, pixels)
  }
  const chip = new FastChip(config, { activity: true })
  chip.load(program.stream)
  return chip.run().activity!
}
