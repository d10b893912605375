import { ConcordError, type StreamItem } from '@concord/arch'

/**
 * Checks that bytes lie within the payload of one instruction.
 *
 * @throws PatchError when they do not
 */
export function checkPayloadPlace(items: readonly StreamItem[], byteOffset: number, bytes: number): void {
  const item = itemAt(items, byteOffset)
  const end = item ? item.payloadOffset + item.payloadBytes : 0
  if (!item || byteOffset < item.payloadOffset || byteOffset + bytes > end) {
    throw new PatchError(byteOffset, bytes)
  }
}

/** The instruction whose beats or payload hold a byte of the stream. */
function itemAt(items: readonly StreamItem[], byte: number): StreamItem | undefined {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (items[middle]!.byteOffset <= byte) low = middle + 1
    else high = middle
  }
  return items[low - 1]
}

/** Bytes of a program were to be replaced that are not payload. */
export class PatchError extends ConcordError {
  override readonly name = 'PatchError'

  constructor(
    readonly byteOffset: number,
    readonly bytes: number,
  ) {
    super({
      what: 'The program cannot be patched',
      where: `${bytes} bytes at byte ${byteOffset} of the stream`,
      why: 'they do not lie within the payload of one LOAD instruction',
      fix: 'patch at the input slots of the program the chip has loaded',
    })
  }
}
