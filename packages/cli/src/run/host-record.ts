import type { Program } from '@concord/arch'
import { type HostPart, readHostParts } from '@concord/mapper'
import { formatNumber, formatPercent } from '../session/numbers.js'
import { formatTable } from '../session/text-table.js'
import type { HostRecord } from './record.js'

/** What the host does for one input of a program. */
export function hostRecord(program: Program): HostRecord {
  const parts = readHostParts(program)
  const sum = (figure: 'macs' | 'bytes') => parts.reduce((total, part) => total + part[figure], 0)
  return { macs: sum('macs'), bytes: sum('bytes'), parts }
}

/** The host's share in one line. */
export function describeHost({ macs, bytes }: HostRecord, chipMacs: number): string {
  const share = macs === 0 ? '' : ` (${formatPercent(macs / (macs + chipMacs), 1)} of all)`
  const moved = `${formatNumber(bytes)} bytes to and from the chip`
  return `${formatNumber(macs)} MACs an input${share}, ${moved}; its time and energy are not in the figures`
}

/** Whether a part is more than the bytes' way in and the scores' way out. */
export function isOwnWork({ reason }: HostPart): boolean {
  return reason.includes(': ')
}

/** What the host computes, part by part, and why; empty when it only moves bytes and reads scores. */
export function hostTable({ parts }: HostRecord): string {
  const own = parts.filter(isOwnWork)
  if (own.length === 0) return ''
  const rows = own.map(({ name, operator, macs, bytes }) => [
    ...[name, formatNumber(macs), formatNumber(bytes), operator],
  ])
  const table = formatTable(['on the host', 'MACs', 'bytes', 'operators'], rows, 3)
  return `${table}\n\n${hostReasons(own)}`
}

/** Why the host runs parts, a line each. */
export function hostReasons(parts: readonly Pick<HostPart, 'name' | 'reason'>[]): string {
  return parts.map(({ name, reason }) => `${name} runs on the host: ${reason}`).join('\n')
}
