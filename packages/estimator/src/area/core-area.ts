/** What of a layout's core cells and macros take, µm². */
export interface CoreContent {
  /** Standard cells, fill excepted. */
  readonly cellsUm2: number
  readonly macrosUm2: number
}

/** Core that holds cells and macros, µm²: cells cover a part of theirs, macros all of it; the channels around macros are in the cells' part. */
export function coreUm2({ cellsUm2, macrosUm2 }: CoreContent, utilisation: number): number {
  return cellsUm2 / utilisation + macrosUm2
}

/** Part that standard cells cover of what the macros of a core leave to them, 0..1; the inverse of `coreUm2`. */
export function cellUtilisation({ cellsUm2, macrosUm2 }: CoreContent, coreAreaUm2: number): number {
  return cellsUm2 / (coreAreaUm2 - macrosUm2)
}
