import { decodeInstruction } from '../commands/decode.js'
import { ENGINE } from '../commands/engine.js'
import type { ChipConfig } from '../config/chip-config.js'
import { chipGeometry } from '../config/geometry.js'
import { payloadBytes } from './payload.js'
import type { StreamItem } from './stream-item.js'

/** An instruction as found, known or not. */
export type ScannedItem = Omit<StreamItem, 'instruction'> & {
  /** Undefined where the chip reports OPCODE. */
  readonly instruction: StreamItem['instruction'] | undefined
}

/**
 * How a scan ended: at an END that ends the stream, at an END with bytes after it, at an operation of control or
 * load that the command unit does not know, or before END because the bytes ran out.
 */
export type StreamEnd = 'end' | 'trailing' | 'unknown' | 'truncated'

/** What a scan found. */
export interface StreamScan {
  /** All whole instructions; the payload of the last one may be cut short. */
  readonly items: readonly ScannedItem[]
  readonly end: StreamEnd
}

/**
 * Splits any bytes into instructions and payload as far as the command unit could, without judging them.
 *
 * An unknown operation of compute or store does not end the scan: the chip queues it, and its engine reports it.
 */
export function scanStream(config: ChipConfig, bytes: Uint8Array): StreamScan {
  const geometry = chipGeometry(config)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const items: ScannedItem[] = []
  let byteOffset = 0
  while (byteOffset + geometry.instructionBytes <= bytes.length) {
    const word = view.getUint32(byteOffset, true)
    const instruction = decodeInstruction(word)
    const payloadOffset = byteOffset + geometry.instructionBytes
    const payload = instruction ? payloadBytes(geometry, instruction) : 0
    items.push({ index: items.length, byteOffset, word, instruction, payloadOffset, payloadBytes: payload })
    if (!instruction && word >>> 30 <= ENGINE.load) return { items, end: 'unknown' }
    if (instruction?.op === 'END') return { items, end: payloadOffset === bytes.length ? 'end' : 'trailing' }
    byteOffset = payloadOffset + payload
  }
  return { items, end: 'truncated' }
}
