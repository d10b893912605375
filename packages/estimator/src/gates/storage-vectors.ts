import type { Storage } from './cells.js'
import { runsOf } from './vector.js'

/** Storage cells with the same clock and the same reset whose outputs are neighbouring bits of one signal. */
export interface StorageVector extends Omit<Storage, 'data' | 'output'> {
  /** Nets, lowest bit first. */
  readonly data: readonly string[]
  readonly outputs: readonly string[]
}

/** Puts storage cells together that a word, or a register of the RTL, consists of. */
export function storageVectors(storages: readonly Storage[]): StorageVector[] {
  const groups = new Map<string, Storage[]>()
  for (const storage of storages) {
    const { kind, enables, force, output } = storage
    const key = [kind, ...enables, force && `${force.net}=${force.value}`, signal(output).name].join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [storage])
    else group.push(storage)
  }
  return [...groups.values()].flatMap((group) =>
    runsOf(group, ({ output }) => signal(output).bit).map((run) => {
      const { kind, enables, force } = run[0]!
      const [data, outputs] = [run.map((cell) => cell.data), run.map((cell) => cell.output)]
      return { kind, enables, force, data, outputs }
    }),
  )
}

function signal(net: string): { name: string; bit: number } {
  const match = /^(.*)\[(\d+)\]$/.exec(net)
  return match === null ? { name: net, bit: 0 } : { name: match[1]!, bit: Number(match[2]) }
}
