import type { ChipInputs, ChipOutputs } from '@concord/sim'
import type { BusAccess } from './episode.js'

type BusInputs = Pick<ChipInputs, 'wbCyc' | 'wbStb' | 'wbWe' | 'wbSel' | 'wbAdr' | 'wbDat'>

interface Access extends BusAccess {
  readonly then?: (data: number) => void
}

const QUIET: BusInputs = { wbCyc: false, wbStb: false, wbWe: false, wbSel: 0, wbAdr: 0, wbDat: 0 }

/** A Wishbone classic master that works off a list of accesses. */
export class BusMaster {
  #waiting: Access[] = []
  #current: Access | undefined
  #gap = 0
  #linger = -1
  /** An access was acknowledged in the cycle observed last. */
  moved = false

  get idle(): boolean {
    return !this.#current && this.#waiting.length === 0
  }

  add(access: Access): void {
    this.#waiting.push(access)
  }

  read(address: number, then?: (data: number) => void): void {
    this.add({ gap: 0, address, select: 15, linger: 0, ...(then ? { then } : {}) })
  }

  write(address: number, data: number): void {
    this.add({ gap: 0, address, data, select: 15, linger: 0 })
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.#waiting = []
  }

  drive(): BusInputs {
    if (!this.#current && this.#waiting.length > 0) {
      this.#current = this.#waiting.shift()!
      this.#gap = this.#current.gap
      this.#linger = -1
    }
    if (!this.#current || this.#gap > 0) return QUIET
    const { address, data, select } = this.#current
    return {
      ...{ wbCyc: true, wbStb: true, wbWe: data !== undefined },
      ...{ wbSel: select, wbAdr: address, wbDat: (data ?? 0) >>> 0 },
    }
  }

  observe({ wbAck, wbDat }: ChipOutputs): void {
    const access = this.#current
    this.moved = wbAck
    if (!access) return
    if (this.#gap > 0) {
      this.#gap--
    } else if (this.#linger > 0) {
      this.#linger--
    } else if (wbAck && this.#linger < 0) {
      this.#linger = access.linger
      access.then?.(wbDat)
    }
    if (this.#linger === 0) this.#current = undefined
  }
}
