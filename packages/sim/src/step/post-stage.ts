/** Where the post sequencer stood, on its way through the stages of the post unit. */
export interface PostStage {
  readonly compare: boolean
  readonly emit: boolean
  /** Last cycle of a pixel. */
  readonly finish: boolean
  readonly slot: number
  readonly slotLast: boolean
  /** Step while comparing, word while writing. */
  readonly index: number
  /** Its first row. */
  readonly row: number
  readonly plane: number
  readonly windowFirst: boolean
  /** Of the activation word while writing. */
  readonly address: number
}
