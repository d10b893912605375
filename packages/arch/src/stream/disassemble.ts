import { formatInstruction } from '../commands/format.js'
import type { ChipConfig } from '../config/chip-config.js'
import { parseStream } from './parse.js'

/** Writes a stream as text, one instruction a line: byte offset, number, instruction, payload. */
export function disassemble(config: ChipConfig, bytes: Uint8Array): string {
  return parseStream(config, bytes)
    .map(({ index, byteOffset, instruction, payloadBytes }) => {
      const payload = payloadBytes > 0 ? ` ; ${payloadBytes} bytes of payload` : ''
      return `${byteOffset.toString(16).padStart(8, '0')} ${String(index).padStart(6)}  ${formatInstruction(instruction)}${payload}\n`
    })
    .join('')
}
