/** The blocks every estimate is split into, and what each holds. */
export const BLOCKS = {
  lanes: 'rows without their memories: XNOR, popcount, accumulator, drain register',
  weightBanks: 'weight storage of all rows with write enables and read path',
  accumulatorFile: 'partial counts held in all rows, and their valid lanes, with write enables and read path',
  operands: 'registers and control beside the rows, sum of valid lanes; buffers that reach every row',
  activationBanks: 'activation and wide storage with write enables, read paths and bank selection',
  thresholds: 'threshold storage with write enables and read path',
  postUnit: 'comparison, pooling, SCALE, planes and writing of results',
  computeEngine: 'compute registers, pixel sequencer, tap range, word walker and checks',
  queues: 'instruction queues of the compute and the store engine',
  commandUnit: 'gathering, checking and dispatch of instructions',
  loadEngine: 'load engine and word assembly',
  storeEngine: 'store engine and output word',
  ownership: 'owner of every bank',
  counters: 'performance counters',
  wishbone: 'Wishbone control and stream window',
  core: 'error state and what is between the units',
  clockTree: 'clock buffers, and buffers of the reset',
} as const

/** Name of a block of an estimate. */
export type BlockName = keyof typeof BLOCKS

/** All block names, in the order of {@link BLOCKS}. */
export const BLOCK_NAMES = Object.keys(BLOCKS) as BlockName[]
