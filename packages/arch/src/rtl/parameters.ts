import { type ChipConfig, wideStyle } from '../config/chip-config.js'
import { chipSignature } from '../config/signature.js'

/** Parameters of `concord_chip`, by RTL name. */
export type RtlParameters = Readonly<Record<string, number>>

/** Translates a configuration into the parameters of the RTL top module. */
export function rtlParameters(config: ChipConfig): RtlParameters {
  const latch = (style: string) => Number(style === 'latch')
  return {
    Rows: config.rows,
    Lanes: config.lanes,
    WeightDepth: config.weightDepth,
    AccDepth: config.accDepth,
    AccBits: config.accBits,
    ActBanks: config.actBanks,
    ActWords: config.actWords,
    PostLanes: config.postLanes,
    ParamDepth: config.paramDepth,
    PairDepth: config.pairDepth,
    StreamBits: config.streamBits,
    QueueDepth: config.queueDepth,
    PopcountStages: config.popcountStages,
    CounterBits: config.counterBits,
    ResidualWords: config.residualWords,
    Vector: config.vector ? 1 : 0,
    WeightLatch: latch(config.memories.weight),
    ActLatch: latch(wideStyle(config.memories)),
    ActSram: Number(config.memories.act === 'sram'),
    AccLatch: latch(config.memories.acc),
    ParamLatch: latch(config.memories.param),
    Signature: chipSignature(config),
  }
}
