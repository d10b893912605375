import { costsAt } from '../point/row-list.js'
import type { RowTable } from '../point/row-table.js'
import type { Space } from '../space/space.js'
import { dominates } from './pareto.js'

/** The front of a table that grows: only rows that came since it was last looked at are compared. */
export class RunningFront {
  #front: number[][] = []
  #seen = 0

  constructor(readonly space: Pick<Space, 'objectives' | 'fidelity'>) {}

  /** Number of rows of the search's fidelity that no other dominates. */
  sizeOf(rows: RowTable): number {
    for (; this.#seen < rows.size; this.#seen++) {
      if (rows.fidelityAt(this.#seen) !== this.space.fidelity || rows.statusAt(this.#seen) !== 'ok') continue
      const costs = costsAt(rows, this.#seen, this.space.objectives)
      if (this.#front.some((other) => dominates(other, costs))) continue
      this.#front = this.#front.filter((other) => !dominates(costs, other))
      this.#front.push(costs)
    }
    return this.#front.length
  }
}
