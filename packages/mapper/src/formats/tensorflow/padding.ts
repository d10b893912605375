/** Padding of one spatial axis, in elements before and behind. */
export interface AxisPadding {
  readonly before: number
  readonly after: number
}

/** A kernel or window on one axis. */
export interface AxisWindow {
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
}

/**
 * Padding as TensorFlow chooses it: `same` gives ceil(size / stride) results and puts the odd element behind.
 *
 * Hence (0, 1) for a kernel of 3, stride 2 and an even size, where other frameworks pad (1, 1).
 */
export function axisPadding(
  padding: 'valid' | 'same',
  { size, kernel, stride, dilation }: AxisWindow,
): AxisPadding {
  if (padding === 'valid') return { before: 0, after: 0 }
  const results = Math.ceil(size / stride)
  const total = Math.max(0, (results - 1) * stride + (kernel - 1) * dilation + 1 - size)
  const before = Math.floor(total / 2)
  return { before, after: total - before }
}

/** Results on one axis. */
export function resultSize(
  { size, kernel, stride, dilation }: AxisWindow,
  { before, after }: AxisPadding,
): number {
  return Math.floor((size + before + after - (kernel - 1) * dilation - 1) / stride) + 1
}

/** The `pads` attribute of ONNX: all beginnings, then all ends. */
export function padsAttribute(paddings: readonly AxisPadding[]): number[] {
  return [...paddings.map(({ before }) => before), ...paddings.map(({ after }) => after)]
}
