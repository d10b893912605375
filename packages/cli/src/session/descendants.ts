import { readdirSync, readFileSync } from 'node:fs'

/**
 * Processes that a process started, directly or not, and that still run.
 *
 * Empty where there is no /proc; there the direct children end with their parent, which is what execa does.
 */
export function descendants(pid: number): number[] {
  const childrenOf = new Map<number, number[]>()
  for (const name of listProcesses()) {
    const parent = parentOf(name)
    if (parent === undefined) continue
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const found: number[] = []
  for (let open = [pid]; open.length > 0; ) {
    open = open.flatMap((parent) => childrenOf.get(parent) ?? [])
    found.push(...open)
  }
  return found
}

/** Ends every descendant of this process; those that are gone already are no error. */
export function killDescendants(signal: NodeJS.Signals): void {
  for (const pid of descendants(process.pid)) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** The fourth word of /proc/PID/stat; the second, the command in brackets, may hold spaces. */
function parentOf(name: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
