import type { ChipConfig } from '../config/chip-config.js'
import { chipGeometry } from '../config/geometry.js'
import type { HostTensor, Pass, Program } from './program.js'

/** One pass of a program and its place in the streams. */
export interface PassPart {
  readonly index: number
  /** First byte in the stream and in the output of the program. */
  readonly byteOffset: number
  readonly outputOffset: number
  readonly outputBytes: number
  /** Its stream, from BEGIN to END; shares memory with the program's. */
  readonly stream: Uint8Array
}

/**
 * The passes of a program, in order.
 *
 * @param stream - all passes one behind the other, the program's own unless another is given
 */
export function programPasses(
  program: { readonly passes: readonly Pass[]; readonly stream: Uint8Array },
  stream: Uint8Array = program.stream,
): PassPart[] {
  let [byteOffset, outputOffset] = [0, 0]
  return program.passes.map(({ bytes, outputBytes }, index) => {
    const part = {
      index,
      byteOffset,
      outputOffset,
      outputBytes,
      stream: stream.subarray(byteOffset, byteOffset + bytes),
    }
    byteOffset += bytes
    outputOffset += outputBytes
    return part
  })
}

/** Bytes of a pixel of a tensor, all planes. */
export function pixelBytes(config: ChipConfig, { channels, planes, wide }: HostTensor): number {
  if (wide) return Math.ceil(channels / config.postLanes) * chipGeometry(config).wideBytes
  return planes * Math.ceil(channels / config.lanes) * chipGeometry(config).wordBytes
}

/** Bytes of a tensor of one input. */
export function tensorBytes(config: ChipConfig, tensor: HostTensor): number {
  return tensor.width * tensor.height * pixelBytes(config, tensor)
}

/** Number of the tensor that holds the results. */
export function resultTensor({ tensors }: Pick<Program, 'tensors'>): number {
  return tensors.length - 1
}
