import type { Activity, ChipConfig } from '@concord/arch'
import type { HostPart } from '@concord/mapper'

/** Where the cycles of one execution go, seen from the array. The parts add up to the whole. */
export interface CycleSplit {
  /** A word is issued to the array. */
  readonly compute: number
  /** The array waits while weights, thresholds or activations come in. */
  readonly load: number
  /** The array waits for the post unit, or for its own pipeline to empty. */
  readonly drain: number
  /** The array waits for anything else: commands, the store engine, the start of a RUN. */
  readonly stalls: number
}

/** One layer of a run. */
export interface LayerRecord {
  readonly name: string
  readonly kind: string
  readonly place: 'chip' | 'host'
  readonly inputShape: readonly number[]
  readonly outputShape: readonly number[]
  readonly actPlanes: number
  readonly weightPlanes: number
  /** Multiply-accumulates of the network's layer for one input. */
  readonly macs: number
  /** Words issued for one input. */
  readonly words: number
  /** Cycles of one execution. */
  readonly cycles: CycleSplit & { readonly total: number }
  /** Lane operations the layer needs divided by those its cycles offer, 0..1. */
  readonly utilisation: number
}

/** One part of an estimate. */
export interface EstimateBlock {
  readonly name: string
  readonly value: number
  /** What the part holds. */
  readonly note: string
}

/** An estimate of one quantity with its parts, and how it came about. */
export interface EstimateRecord {
  readonly total: number
  readonly unit: string
  readonly blocks: readonly EstimateBlock[]
  readonly basis: string
  readonly error: string
  readonly note: string
}

/** What the host does for one input, beside the chip. */
export interface HostRecord {
  readonly macs: number
  /** Between host and chip, both ways. */
  readonly bytes: number
  /** In front of the layers on the chip, between them, and behind. */
  readonly parts: readonly HostPart[]
}

/** Everything a run found out; what `--json` holds and what the report shows. */
export interface RunRecord {
  readonly concord: { readonly version: string; readonly commit: string | null; readonly date: string }
  readonly model: { readonly file: string; readonly sha256: string }
  readonly program: {
    readonly sha256: string
    readonly batch: number
    readonly instructions: number
    readonly streamBytes: number
    readonly outputBytes: number
  }
  readonly chip: string
  readonly chipConfig: ChipConfig
  readonly engine: string
  /** What ran the program: versions of Node and of the RTL simulator. */
  readonly tools: Readonly<Record<string, string>>
  readonly stream: { readonly inputInterval: number; readonly outputInterval: number }
  readonly data: { readonly name: string; readonly shape: readonly number[] }
  readonly inputs: number
  /** Null without labels, as are accuracy and confusion. */
  readonly correct: number | null
  /** 0..1. */
  readonly accuracy: number | null
  /** [label][result]. */
  readonly confusion: readonly (readonly number[])[] | null
  /** Result of each input. */
  readonly results: readonly number[]
  readonly cycles: {
    /** All executions. */
    readonly total: number
    readonly perInput: number
    readonly perExecution: number
    readonly executions: number
    readonly basis: string
  }
  readonly time: {
    readonly clockMhz: number
    readonly inputsPerSecond: number
    readonly microsecondsPerInput: number
  }
  /** Lane operations the network needs divided by those the cycles offer, 0..1. */
  readonly utilisation: number
  /** Performance counters of waiting, of one execution. */
  readonly stalls: Readonly<Record<string, number>>
  /** All performance counters of one execution. */
  readonly counters: Readonly<Record<string, number>>
  readonly layers: readonly LayerRecord[]
  /** Not in cycles, time and energy. */
  readonly host: HostRecord
  /** What switched, summed over the executions in which it was counted, and the inputs in those. */
  readonly switching: { readonly activity: Activity; readonly executions: number; readonly inputs: number }
  readonly energyPerInputNj: number
  readonly energy: EstimateRecord & { readonly inputsCounted: number; readonly powerMw: number }
  readonly areaUm2: number
  readonly area: EstimateRecord & { readonly dieAreaUm2: number }
}
