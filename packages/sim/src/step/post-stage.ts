/** Where the post sequencer stood, on its way through the stages of the post unit. */
export interface PostStage {
  /** A lane operation, comparing included. */
  readonly operate: boolean
  readonly compare: boolean
  readonly emit: boolean
  /** Last cycle of a pixel. */
  readonly finish: boolean
  readonly operation: number
  /** Of the parameter, from POST.slot on. */
  readonly parameter: number
  /** Threshold of the step. */
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
