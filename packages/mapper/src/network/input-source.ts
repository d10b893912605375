import { elementCount } from '../graph/tensor.js'
import type { MapShape } from './map-shape.js'
import type { InputScale, NetworkInput } from './network-input.js'

/** A map that the host makes for the chip. */
export interface HostMade {
  /** Values that its elements can have, ascending; their numbers take the place of bytes. */
  readonly values: readonly number[]
  /** Why the chip does not make it. */
  readonly reason: string
  /** Whether it depends on the network's input alone. */
  readonly ofInput: boolean
}

/** What enters the chip: the bytes of the network's input, or what a part of the host makes. */
export class InputSource {
  #input: NetworkInput | undefined

  /**
   * @param tensor - the graph's input, or the result of a part of the host
   * @param shape - its shape, the batch included
   * @param graphInput - shape and scale of the graph's input
   * @param made - undefined for the graph's input
   */
  constructor(
    readonly tensor: string,
    readonly shape: readonly number[],
    readonly graphInput: { readonly shape: readonly number[]; readonly scale: InputScale },
    readonly made?: HostMade,
  ) {}

  /** How layers refer to it: none of them has this id, even where the host makes again what a layer makes. */
  get id(): string {
    return this.made === undefined ? this.tensor : `${this.tensor}/host`
  }

  /** Whether it depends on the network's input alone. */
  get ofInput(): boolean {
    return this.made?.ofInput ?? true
  }

  /** The input as the layers take it; undefined while none does. */
  get input(): NetworkInput | undefined {
    return this.#input
  }

  /** Only the number of elements counts. */
  get output(): MapShape {
    return { channels: elementCount(this.shape), height: 1, width: 1 }
  }

  /** A layer takes the input. @returns false when another takes it with other codes */
  take(input: NetworkInput): boolean {
    this.#input ??= input
    return sameCodes(this.#input, input)
  }
}

function sameCodes(a: NetworkInput, b: NetworkInput): boolean {
  const text = ({ map, byteOrder, thresholds, codes }: NetworkInput) =>
    JSON.stringify([map, byteOrder, thresholds, codes])
  return text(a) === text(b)
}
