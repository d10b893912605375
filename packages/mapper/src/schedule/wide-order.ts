import { WIDE_BANK_ID } from '@concord/arch'
import type { MapShape } from '../network/map-shape.js'
import type { LayerPlan } from './layer-plan.js'
import type { PassBuilder } from './pass-builder.js'
import { wholeRegion } from './region.js'
import type { View } from './view.js'
import { placesOf } from './wide-room.js'

/** Settings of the order for networks with wide values. */
export interface WideChoice {
  /** Inputs of a round: they go through a layer before the next layer begins. */
  readonly resident: number
  /** Every layer's result is sent. */
  readonly sendsAll: boolean
}

/**
 * Layer by layer, whole maps: codes each in a bank of their own while a layer is still to read them, wide values in the
 * wide bank. For networks whose layers are no chain.
 */
export function orderWide(builder: PassBuilder, batch: number, { resident, sendsAll }: WideChoice): void {
  for (let first = 0; first < batch; first += resident) {
    const inputs = Math.min(resident, batch - first)
    new Round(builder, first, inputs, sendsAll).run()
    builder.mark(0, inputs)
  }
}

class Round {
  /** Codes in banks, by id. */
  readonly #codes = new Map<string, View>()
  readonly #lastReaders = new Map<string, number>()

  constructor(
    readonly builder: PassBuilder,
    readonly first: number,
    readonly inputs: number,
    readonly sendsAll: boolean,
  ) {
    for (const [i, { plane }] of builder.plans.entries()) {
      if (plane.layer.kind !== 'wide') this.#lastReaders.set(plane.layer.inputs[0], i)
    }
  }

  run(): void {
    const { builder } = this
    const made = new Set(builder.plans.map(({ plane }) => plane.layer.id))
    for (const [i, plan] of builder.plans.entries()) {
      const { kind, inputs } = plan.plane.layer
      const [source] = inputs
      if (!made.has(source) && kind === 'wide' && i === 0) builder.loadWide(this.#wide(inputs, plan.input))
      if (!made.has(source) && kind !== 'wide' && !this.#codes.has(source))
        this.#codes.set(source, this.#load(plan))
      if (!plan.inlined) this.#layer(plan)
      for (const [id, view] of this.#codes) {
        if ((this.#lastReaders.get(id) ?? -1) > i) continue
        builder.release(view)
        this.#codes.delete(id)
      }
    }
  }

  #layer(plan: LayerPlan): void {
    const { builder } = this
    const { kind, inputs, scale, quantiser, id } = plan.plane.layer
    const from = kind === 'wide' ? this.#wide(inputs, plan.input) : this.#codes.get(inputs[0])!
    if (kind === 'wide' && !scale && !quantiser) {
      builder.send({ ...from, layer: id })
      return
    }
    const written = scale && this.#wide([id], plan.result)
    const residual = scale?.residual && this.#wide(scale.residual, plan.result)
    const codes = scale ? plan.alsoMakes : plan
    const to = codes && builder.makeRoom(codes, this.#block(codes.result))
    const rowGroups = plan.rowNumbers
    builder.run(plan, rowGroups, this.#block(plan.result), from, to, { residual, written })
    const last = plan === builder.plans[builder.plans.length - 1]
    if (written && (this.sendsAll || last)) builder.send({ ...written, layer: id })
    if (!codes || !to) return
    const codesId = codes.plane.layer.id
    if (this.sendsAll || last) builder.send({ ...to, layer: codesId })
    if (last) builder.release(to)
    else this.#codes.set(codesId, to)
  }

  #load(plan: LayerPlan): View {
    return this.builder.loadInput(this.#block(plan.input), plan)
  }

  #block(map: MapShape) {
    return { first: this.first, inputs: this.inputs, region: wholeRegion(map) }
  }

  /** View of wide maps that are read as one. */
  #wide(ids: readonly string[], map: MapShape): View {
    const { config, plans } = this.builder
    const { address, word, pixelWords } = placesOf(config, plans).of(ids)
    return {
      ...{ bank: WIDE_BANK_ID, address: address * this.inputs + word, ...this.#block(map) },
      ...{ pixelWords, groups: Math.ceil(map.channels / config.postLanes), firstGroup: 0 },
    }
  }
}
