/** Size of a feature map; a fully connected layer's is 1 × 1 pixel. */
export interface MapShape {
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Pixels or values added around a map; left out of it where they are below 0. */
export interface Border {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
