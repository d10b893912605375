import { type Region, regionPixels } from './region.js'

/** A region of a map, of some inputs, in an activation bank: input by input, line by line, pixel by pixel. */
export interface View {
  readonly bank: number
  /** Of the first word. */
  readonly address: number
  /** Number of the first input in the batch, and how many there are. */
  readonly first: number
  readonly inputs: number
  readonly region: Region
  /** Words of a pixel: all planes of `groups` words. */
  readonly pixelWords: number
  readonly groups: number
  /** First word of a plane that is there. */
  readonly firstGroup: number
}

/** A view that comes from the host or goes to it. */
export type Stored = View

/** Words of one input. */
export function inputWordsOf({ region, pixelWords }: View): number {
  return regionPixels(region) * pixelWords
}

export function viewWords(view: View): number {
  return view.inputs * inputWordsOf(view)
}

/** Address of a pixel of an input; the pixel may lie outside the region. */
export function pixelAddress(view: View, input: number, x: number, y: number): number {
  const { address, first, region, pixelWords } = view
  const pixel = (y - region.y) * region.width + (x - region.x)
  return address + (input - first) * inputWordsOf(view) + pixel * pixelWords
}
