import { createHash } from 'node:crypto'
import { checkProgram } from './check.js'
import { checkHeader, formatHeader, ProgramError } from './header.js'
import type { Program } from './program.js'

/** Version of the program file. */
export const PROGRAM_VERSION = 2

/** First bytes of a program file; the tail catches transfers that change line ends or strip bit 7. */
export const PROGRAM_MAGIC = Uint8Array.of(0x8c, 0x43, 0x4e, 0x43, 0x44, 0x0d, 0x0a, 0x1a)

const PREFIX_BYTES = 24
const DIGEST_BYTES = 32

/**
 * Writes a program file (docs/program-format.md); equal programs give equal bytes.
 *
 * @throws ProgramError when the parts of the program contradict each other
 */
export function encodeProgram(program: Program): Uint8Array {
  const { stream, ...rest } = program
  const checked = checkHeader(rest, 'program to write')
  checkProgram(program, 'program to write')
  const header = new TextEncoder().encode(formatHeader(checked))
  const body = PREFIX_BYTES + header.length + stream.length
  const file = new Uint8Array(body + DIGEST_BYTES)
  const view = new DataView(file.buffer)
  file.set(PROGRAM_MAGIC)
  view.setUint16(8, PROGRAM_VERSION, true)
  view.setUint32(12, header.length, true)
  view.setBigUint64(16, BigInt(stream.length), true)
  file.set(header, PREFIX_BYTES)
  file.set(stream, PREFIX_BYTES + header.length)
  file.set(sha256(file.subarray(0, body)), body)
  return file
}

/**
 * Reads a program file.
 *
 * @param where - name of the file, for the error
 * @throws ProgramError, ConfigError or StreamError saying which part is wrong
 */
export function decodeProgram(file: Uint8Array, where = 'program file'): Program {
  const refuse = (at: string, why: string, fix?: string) => {
    throw new ProgramError(`${where}, ${at}`, why, fix)
  }
  const magic = file.subarray(0, PROGRAM_MAGIC.length)
  if (magic.some((byte, i) => byte !== PROGRAM_MAGIC[i])) {
    refuse('bytes 0..7', 'this is no Concord program', 'give a file that "concord map" wrote')
  }
  if (file.length < PREFIX_BYTES + DIGEST_BYTES) {
    refuse(`byte ${file.length}`, `the file is truncated: ${file.length} bytes, at least 56 are needed`)
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const version = view.getUint16(8, true)
  if (version !== PROGRAM_VERSION) {
    const why = `program format version ${version}, this tool reads version ${PROGRAM_VERSION}`
    refuse('bytes 8..9', why, 'use the tool that wrote it, or map the network again')
  }
  const reserved = view.getUint16(10, true)
  if (reserved !== 0) refuse('bytes 10..11', `reserved bytes are ${reserved}, legal: 0`)
  const headerBytes = view.getUint32(12, true)
  const body = BigInt(PREFIX_BYTES + headerBytes) + view.getBigUint64(16, true)
  const expected = body + BigInt(DIGEST_BYTES)
  if (BigInt(file.length) !== expected) {
    const fault = BigInt(file.length) < expected ? 'truncated' : 'too long'
    refuse(
      `byte ${file.length}`,
      `the file is ${fault}: ${file.length} bytes, its lengths add up to ${expected}`,
    )
  }
  const bodyBytes = Number(body)
  const digest = sha256(file.subarray(0, bodyBytes))
  if (digest.some((byte, i) => byte !== file[bodyBytes + i])) {
    refuse(
      `bytes ${bodyBytes}..${file.length - 1}`,
      'the checksum (SHA-256) does not match: the file is damaged',
    )
  }
  const streamAt = PREFIX_BYTES + headerBytes
  const header = checkHeader(parseJson(file.subarray(PREFIX_BYTES, streamAt), where), where)
  // Not file.slice: a Buffer's shares memory
  const program = { ...header, stream: new Uint8Array(file.subarray(streamAt, bodyBytes)) }
  checkProgram(program, where)
  return program
}

/** SHA-256 of a program as its file holds it in the last 32 bytes, in hexadecimal. */
export function programSha256(program: Program): string {
  return Buffer.from(encodeProgram(program).subarray(-DIGEST_BYTES)).toString('hex')
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const why = `the header is no JSON: ${(cause as Error).message}`
    throw new ProgramError(`${where}, header`, why, undefined, cause)
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
