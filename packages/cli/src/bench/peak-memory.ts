import { existsSync, readFileSync } from 'node:fs'

const STATUS = '/proc/self/status'

/**
 * Most memory that this process had in use, in MiB.
 *
 * On Linux the kernel hands `maxRSS` on from the process that started this one; the high-water mark of the status is its own.
 */
export function peakMemoryMiB(): number {
  const own = existsSync(STATUS) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8')) : null
  return (own ? Number(own[1]) : process.resourceUsage().maxRSS) / 1024
}
