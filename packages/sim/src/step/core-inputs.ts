/** What reaches the core in one cycle, from the ports or from the stream window. */
export interface CoreInputs {
  readonly inValid: boolean
  readonly inData: number
  readonly inDataHigh: number
  readonly inLast: boolean
  readonly outReady: boolean
  /** The stream window is written while full. */
  readonly windowError: boolean
}

/** Nothing offered, nothing accepted. */
export const noInputs: CoreInputs = {
  inValid: false,
  inData: 0,
  inDataHigh: 0,
  inLast: false,
  outReady: false,
  windowError: false,
}
