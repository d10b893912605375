import { listAttribute, numberAttribute, type SourceNode, textAttribute } from '../graph/source-graph.js'

/** A sliding window along one spatial axis. */
export interface WindowAxis {
  readonly input: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  /** Padding in front of the first and behind the last element. */
  readonly before: number
  readonly after: number
  readonly output: number
}

/**
 * Reads the window of a Conv, a pool or an Im2Col: `kernel_shape`, `strides`, `dilations`, `pads`, `auto_pad`, `ceil_mode`.
 *
 * @param spatial - sizes of the spatial axes
 * @param kernel - its sizes, when the operands have them
 * @throws RangeError when an attribute is missing, has another rank, or the window does not fit
 */
export function windowAxes(
  node: SourceNode,
  spatial: readonly number[],
  kernel: readonly number[] | undefined = listAttribute(node, 'kernel_shape'),
): WindowAxis[] {
  if (kernel === undefined) throw new RangeError('kernel_shape is missing')
  const rank = spatial.length
  const list = (name: string, fallback: number, size = rank): readonly number[] => {
    const value = listAttribute(node, name) ?? new Array<number>(size).fill(fallback)
    if (value.length !== size) throw new RangeError(`${name} has ${value.length} values, not ${size}`)
    return value
  }
  if (kernel.length !== rank)
    throw new RangeError(`its kernel has ${kernel.length} axes, its input has ${rank}`)
  const [strides, dilations, pads] = [list('strides', 1), list('dilations', 1), list('pads', 0, 2 * rank)]
  const autoPad = textAttribute(node, 'auto_pad', 'NOTSET')
  const ceil = numberAttribute(node, 'ceil_mode', 0) !== 0
  return spatial.map((input, axis) => {
    const [size, stride, dilation] = [kernel[axis], strides[axis], dilations[axis]]
    for (const value of [size, stride, dilation]) {
      if (!Number.isInteger(value) || value < 1) throw new RangeError(`window size or step ${value}`)
    }
    const reach = (size - 1) * dilation + 1
    const [before, after] = padding(autoPad, [pads[axis], pads[axis + rank]], { input, reach, stride })
    const room = (input + before + after - reach) / stride
    if (room < 0 || before < 0 || after < 0)
      throw new RangeError(`a window of ${reach} does not fit in ${input}`)
    let output = (ceil ? Math.ceil(room) : Math.floor(room)) + 1
    if (ceil && (output - 1) * stride >= input + before) output--
    return { input, kernel: size, stride, dilation, before, after, output }
  })
}

function padding(
  autoPad: string,
  pads: [number, number],
  { input, reach, stride }: { readonly input: number; readonly reach: number; readonly stride: number },
): [number, number] {
  if (autoPad === 'NOTSET' || autoPad === '') return pads
  if (autoPad === 'VALID') return [0, 0]
  if (autoPad !== 'SAME_UPPER' && autoPad !== 'SAME_LOWER') throw new RangeError(`auto_pad ${autoPad}`)
  const total = Math.max(0, (Math.ceil(input / stride) - 1) * stride + reach - input)
  const less = Math.floor(total / 2)
  return autoPad === 'SAME_UPPER' ? [less, total - less] : [total - less, less]
}

/** Two axes from one or two: a signal of one axis is a map of height 1. */
export function planar(axes: readonly WindowAxis[]): readonly [WindowAxis, WindowAxis] {
  if (axes.length === 2) return [axes[0], axes[1]]
  if (axes.length !== 1) throw new RangeError(`${axes.length} spatial axes; 1 and 2 are supported`)
  const single = { input: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, output: 1 }
  return [single, axes[0]]
}
