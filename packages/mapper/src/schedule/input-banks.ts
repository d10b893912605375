import type { ChipConfig } from '@concord/arch'
import type { FreeBanks } from './act-banks.js'
import { type Block, layerBlocks } from './blocks.js'
import type { LayerPlan } from './layer-plan.js'
import type { Operation } from './operation.js'

/** Which activation banks hold which of the network's inputs at a point of the schedule. */
export class InputBanks {
  /** Blocks of this round by their first input, the one used least recently first. */
  readonly #held = new Map<number, number>()
  /** First block of the next round: its bank, and how many of its inputs are there. */
  #next: { readonly bank: number; readonly loaded: number } | undefined

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly choice: { readonly batch: number; readonly resident: number },
    readonly acts: FreeBanks,
    readonly operations: Operation[],
  ) {}

  /** Numbers of the inputs of a round; the last one may be smaller. */
  of(round: number): number[] {
    const { batch, resident } = this.choice
    const first = round * resident
    return Array.from({ length: Math.max(0, Math.min(resident, batch - first)) }, (_, i) => first + i)
  }

  /** Makes the prefetched block the first of this round. */
  begin(round: number): void {
    this.prefetch(round, 1)
    this.#held.set(0, this.#next!.bank)
    this.#next = undefined
  }

  /** Loads inputs of a round's first block until `share` (0..1) of them are there, if a bank is free. */
  prefetch(round: number, share: number): void {
    const inputs = this.of(round)
    if (inputs.length === 0) return
    const block = layerBlocks(this.config, this.plans, this.plans[0], inputs.length)[0]
    const end = Math.floor(share * block.inputs)
    const loaded = this.#next?.loaded ?? 0
    if (end <= loaded || (this.#next === undefined && this.acts.count === 0)) return
    const bank = this.#next?.bank ?? this.acts.take('load')
    this.#load(bank, loaded, inputs.slice(loaded, end))
    this.#next = { bank, loaded: end }
  }

  /** The bank of a block of this round, which is loaded unless it is there. */
  bank(round: number, block: Block): number {
    const found = this.#held.get(block.first)
    if (found !== undefined) {
      this.#held.delete(block.first)
      this.#held.set(block.first, found)
      return found
    }
    if (this.acts.count === 0) this.#evict()
    const bank = this.acts.take('load')
    this.#held.set(block.first, bank)
    this.#load(bank, 0, this.of(round).slice(block.first, block.first + block.inputs))
    return bank
  }

  /** Frees all banks of this round. */
  release(): void {
    while (this.#held.size > 0) this.#evict()
  }

  #evict(): void {
    for (const [first, bank] of this.#held) {
      this.#held.delete(first)
      this.acts.release(bank, 'compute')
      return
    }
  }

  #load(bank: number, first: number, inputs: readonly number[]): void {
    this.operations.push({ op: 'loadInputs', engine: 'load', banks: [bank], bank, first, inputs })
  }
}
