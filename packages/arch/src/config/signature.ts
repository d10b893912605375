import type { ChipConfig } from './chip-config.js'

/**
 * Fields that decide what a program does and how long it takes, in the order they are hashed. Storage cells
 * are not among them: one program runs on either.
 */
export const STRUCTURAL_FIELDS = [
  'rows',
  'lanes',
  'weightDepth',
  'accDepth',
  'accBits',
  'actBanks',
  'actWords',
  'postLanes',
  'paramDepth',
  'pairDepth',
  'streamBits',
  'queueDepth',
  'popcountStages',
  'counterBits',
  'residualWords',
  'vector',
] as const satisfies readonly (keyof ChipConfig)[]

/**
 * Hashes the structural fields into the 16 bits that BEGIN carries and the chip compares.
 *
 * CRC-16 of the ASCII lines `field=value`, each ended by a line feed, in the order of {@link STRUCTURAL_FIELDS}.
 */
export function chipSignature(config: ChipConfig): number {
  const listing = STRUCTURAL_FIELDS.map((field) => `${field}=${Number(config[field])}\n`).join('')
  return crc16(new TextEncoder().encode(listing))
}

/** CRC-16/IBM-3740: polynomial 0x1021, initial value 0xffff, high bit first; "123456789" gives 0x29b1. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc
}
