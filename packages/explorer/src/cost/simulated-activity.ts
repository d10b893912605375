import { ACTIVITY_NAMES, type Activity, type ChipConfig, zeroActivity } from '@concord/arch'
import { Execution, inputBytes, mapNetwork, type Network, placeNetwork } from '@concord/mapper'
import { FastChip } from '@concord/sim'
import { Random } from '../search/random.js'

const SEED = 1

/** What switches on the chip when it runs a network on random bytes, the same ones every time. */
export function simulatedActivity(network: Network, config: ChipConfig, batch: number): Activity {
  const program = mapNetwork(placeNetwork(network, config), config, { batch })
  const random = new Random(SEED)
  const execution = new Execution(program)
  for (let input = 0; input < batch; input++) {
    const pixels = Uint8Array.from({ length: inputBytes(program) }, () => random.below(256))
    execution.setInput(input, pixels)
  }
  const chip = new FastChip(config, { activity: true })
  const sum = zeroActivity()
  for (const { index } of execution.passes) {
    chip.load(execution.stream(index))
    const { activity, output } = chip.run()
    for (const name of ACTIVITY_NAMES) sum[name] += activity![name]
    execution.take(index, output)
  }
  return sum
}
