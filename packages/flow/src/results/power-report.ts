/** Power of one group of cells in one corner, in watts. */
export interface PowerShare {
  readonly internalW: number
  readonly switchingW: number
  readonly leakageW: number
  readonly totalW: number
}

/** Power of a block in one corner. */
export interface PowerReport {
  readonly total: PowerShare
  /** By kind of cell: sequential, combinational, clock, macro, pad; those that the report has. */
  readonly groups: Readonly<Record<string, PowerShare>>
}

const ROW =
  /^(\w+)\s+([-+.\deE]+|nan|inf)\s+([-+.\deE]+|nan|inf)\s+([-+.\deE]+|nan|inf)\s+([-+.\deE]+|nan|inf)(?:\s+[\d.]+%)?\s*$/

/**
 * Reads a `power.rpt` of OpenSTA.
 *
 * @returns undefined when there is no line of the total in it: the step ended before
 */
export function parsePowerReport(text: string): PowerReport | undefined {
  const groups: Record<string, PowerShare> = {}
  for (const line of text.split('\n')) {
    const row = ROW.exec(line.trim())
    if (row === null) continue
    const [internalW, switchingW, leakageW, totalW] = row.slice(2, 6).map(Number) as [
      number,
      number,
      number,
      number,
    ]
    groups[row[1]!.toLowerCase()] = { internalW, switchingW, leakageW, totalW }
  }
  const { total, ...others } = groups
  return total === undefined ? undefined : { total, groups: others }
}
