import { type ChipConfig, chipGeometry } from '@concord/arch'
import { RUN_CYCLES } from '@concord/sim'
import { drainCycles, type LayerPlan } from './dense-plan.js'
import { type HandOvers, OWNERS, planHandOvers } from './hand-overs.js'
import { Op, type OpList } from './op-list.js'
import { Owner, StreamClock } from './stream-clock.js'

/** Registers whose last value decides whether a RUN sets them again; the table's entries follow. */
const Register = {
  inAddress: 0,
  size: 1,
  kernel: 2,
  stride: 3,
  winDx: 4,
  window: 5,
  count: 6,
  groups: 7,
  weight: 8,
  post: 9,
  outAddress: 10,
  outDx: 11,
  outDp: 12,
  loadAddress: 13,
  pairs: 14,
} as const
const PAIRS_MAX = 16

/** Tells the clock, instruction by instruction, the program that the mapper emits for these operations. */
export function emit(config: ChipConfig, plans: readonly LayerPlan[], ops: OpList): StreamClock {
  const emitter = new Emitter(config, plans, ops)
  emitter.all()
  return emitter.clock
}

class Emitter {
  readonly clock: StreamClock
  readonly #values = new Float64Array(Register.pairs + PAIRS_MAX).fill(-1, Register.pairs)
  readonly #handOvers: HandOvers
  readonly #geometry

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly ops: OpList,
  ) {
    this.clock = new StreamClock(config)
    this.#handOvers = planHandOvers(ops)
    this.#geometry = chipGeometry(config)
  }

  all(): void {
    const { clock, ops } = this
    clock.control()
    this.#give(0)
    for (let op = 0; op < ops.length; op++) {
      const kind = ops.kind(op)
      const owner = OWNERS[kind]
      if (kind === Op.run) this.#setRun(op)
      const takes = this.#handOvers.takes[op]
      for (let i = 0; i < 3; i++) if (takes & (1 << i)) clock.take(owner, ops.bank(op, i))
      if (kind === Op.run) this.#run(op)
      else if (kind === Op.loadFill) this.#loadFill(op)
      else if (kind === Op.loadInputs) this.#loadInputs(op)
      else this.#store(op)
      this.#give(op + 1)
    }
    clock.end()
  }

  #give(slot: number): void {
    const { giveCount, giveBanks } = this.#handOvers
    const owner = slot === 0 ? Owner.load : OWNERS[this.ops.kind(slot - 1)]
    for (let i = 0; i < giveCount[slot]; i++) this.clock.give(owner, giveBanks[18 * slot + i])
  }

  #loadInputs(op: number): void {
    const { inWords } = this.plans[0]
    const words = this.ops.inputs(op) * inWords
    if (this.#changes(Register.loadAddress, this.ops.first(op) * inWords)) this.clock.control()
    this.clock.load(words * this.#geometry.wordBeats)
  }

  #loadFill(op: number): void {
    const { wordBeats, thresholdBeats } = this.#geometry
    for (const { rows, words, word, slots, slot } of this.ops.fills.fills[this.ops.layer(op)].tiles) {
      if (this.#changes(Register.loadAddress, word)) this.clock.control()
      this.clock.load(rows * words * wordBeats)
      if (slots > 0) {
        if (this.#changes(Register.loadAddress, slot)) this.clock.control()
        this.clock.load(rows * slots * thresholdBeats)
      }
    }
  }

  #store(op: number): void {
    const words = this.ops.inputs(op) * this.plans[this.plans.length - 1].outWords
    this.clock.store(words * this.#geometry.wordBeats)
  }

  /** The SETs before a RUN. */
  #setRun(op: number): void {
    const { ops, config } = this
    const plan = this.plans[ops.layer(op)]
    const { layer, stepPlan, inGroups, inWords, outGroups, outWords } = plan
    const step = stepPlan.steps[ops.step(op)]
    const tile = stepPlan.tiles[step.tile]
    const place = this.ops.fills.placeOf[ops.layer(op)][ops.rowGroup(op) * stepPlan.tiles.length + step.tile]
    const { rows, word, segment } = plan.rowGroups[ops.rowGroup(op)]
    const [first, inputs] = [ops.first(op), ops.inputs(op)]
    const end = (tile.firstGroup + tile.groups) * config.lanes
    const lastValid = config.lanes - Math.max(0, end - layer.inputs)
    let sets = 0
    const set = (register: number, value: number) => {
      if (this.#changes(register, value)) sets++
    }
    set(Register.inAddress, first * inWords + step.lowest * inGroups + tile.firstGroup)
    set(Register.size, inputs)
    set(Register.kernel, 1)
    set(Register.stride, 1)
    set(Register.winDx, inWords)
    set(Register.window, 1)
    set(Register.count, inputs)
    set(Register.groups, 4096 * tile.groups + lastValid)
    set(Register.weight, 4096 * place.word + rows)
    for (let i = 0; i < step.pairs.length; i++) set(Register.pairs + i, step.pairs[i])
    if (ops.bank(op, 2) >= 0) {
      const mode = layer.raw ? 2 : layer.thresholds === 1 ? 0 : 1
      set(
        Register.post,
        (((mode * 16 + layer.thresholds) * 64 + layer.outPlanes) * 16 + place.slot) * 16 + segment,
      )
      set(Register.outAddress, first * outWords + word)
      set(Register.outDx, outWords)
      set(Register.outDp, outGroups)
    }
    this.clock.set(sets)
  }

  #run(op: number): void {
    const { ops, config } = this
    const plan = this.plans[ops.layer(op)]
    const { rows } = plan.rowGroups[ops.rowGroup(op)]
    const { words } = plan.stepPlan.steps[ops.step(op)]
    const inputs = ops.inputs(op)
    const save = ops.bank(op, 2) < 0
    const post = save ? 0 : drainCycles(config, this.#geometry, plan.layer, rows)
    const held = Math.max(0, post - words) * (inputs - 1)
    const drain = RUN_CYCLES.drain + config.popcountStages + (save ? 0 : RUN_CYCLES.post + post)
    this.clock.run(words * inputs, held + drain, RUN_CYCLES.start + words * inputs + held + drain)
  }

  #changes(register: number, value: number): boolean {
    if (this.#values[register] === value) return false
    this.#values[register] = value
    return true
  }
}
