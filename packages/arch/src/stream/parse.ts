import { ISA_VERSION } from '../commands/operations.js'
import type { ChipConfig } from '../config/chip-config.js'
import { chipGeometry } from '../config/geometry.js'
import { chipSignature } from '../config/signature.js'
import { type StreamEnd, scanStream } from './scan.js'
import type { StreamItem } from './stream-item.js'
import { StreamError } from './writer.js'

/**
 * Splits a stream into instructions and payload and checks its frame: BEGIN for this chip, known operations,
 * whole beats, END at the very end. Sizes, banks and addresses are not checked.
 *
 * @throws StreamError naming the instruction and its byte
 */
export function parseStream(config: ChipConfig, bytes: Uint8Array): StreamItem[] {
  const { beatBytes } = chipGeometry(config)
  if (bytes.length % beatBytes !== 0) {
    throw new StreamError(
      `byte ${bytes.length}`,
      `${bytes.length} bytes are not whole beats of ${beatBytes} bytes`,
      'use the stream as it was written, for a chip with the same streamBits',
    )
  }
  const { items, end } = scanStream(config, bytes)
  const parsed = items.map(({ instruction, ...item }) => {
    if (!instruction) throw fault(item.index, item.byteOffset, unknownOperation(item.word))
    if ((instruction.op === 'BEGIN') !== (item.index === 0)) {
      throw fault(
        item.index,
        item.byteOffset,
        `${instruction.op} where ${item.index === 0 ? 'BEGIN must be' : 'it may not be'}`,
      )
    }
    if (instruction.op === 'BEGIN') checkBegin(config, instruction.signature, instruction.version)
    return { ...item, instruction }
  })
  checkEnd(parsed, end, bytes.length)
  return parsed
}

function checkBegin(config: ChipConfig, signature: number, version: number): void {
  const expected = chipSignature(config)
  if (version !== ISA_VERSION) {
    throw fault(0, 0, `command set version ${version}, this is version ${ISA_VERSION}`)
  }
  if (signature !== expected) {
    const [got, own] = [signature, expected].map((value) => `0x${value.toString(16).padStart(4, '0')}`)
    throw fault(0, 0, `signature ${got} of another chip, ${config.name} has ${own}`)
  }
}

function checkEnd(items: readonly StreamItem[], end: StreamEnd, length: number): void {
  const last = items.at(-1)
  if (end === 'end') return
  if (end === 'trailing') throw fault(last!.index, last!.byteOffset, 'bytes follow END')
  throw new StreamError(
    last ? `byte ${length}, after instruction ${last.index} (${last.instruction.op})` : 'byte 0',
    'the stream ends before END',
    'use the whole stream',
  )
}

function unknownOperation(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')} is no instruction of command set version ${ISA_VERSION}`
}

function fault(index: number, byteOffset: number, why: string): StreamError {
  return new StreamError(
    `instruction ${index} at byte ${byteOffset}`,
    why,
    'map the network again for this chip',
  )
}
