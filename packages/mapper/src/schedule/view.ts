import { type ChipGeometry, WIDE_BANK_ID } from '@concord/arch'
import { type Region, regionPixels } from './region.js'

/** A region of a map, of some inputs, in an activation bank or the wide bank: input by input, line by line, pixel by pixel. */
export interface View {
  readonly bank: number
  /** Of the first word. */
  readonly address: number
  /** Number of the first input in the batch, and how many there are. */
  readonly first: number
  readonly inputs: number
  readonly region: Region
  /** Words from a pixel to the next: all planes of `groups` words; of wide maps that lie side by side the words of all. */
  readonly pixelWords: number
  readonly groups: number
  /** First word of a plane that is there. */
  readonly firstGroup: number
}

/** A view that comes from the host or goes to it. */
export interface Stored extends View {
  /** Id of the layer whose result it is, where a pass sends several. */
  readonly layer?: string
}

/** Words of one input. */
export function inputWordsOf({ region, pixelWords }: View): number {
  return regionPixels(region) * pixelWords
}

export function viewWords(view: View): number {
  return view.inputs * inputWordsOf(view)
}

/** Words of a pixel that are the view's own; the rest belongs to wide maps beside it. */
export function ownWords({ bank, pixelWords, groups }: View): number {
  return bank === WIDE_BANK_ID ? groups : pixelWords
}

/** Stream beats of a word of the view's bank. */
export function viewWordBeats({ wordBeats, wideBeats }: ChipGeometry, { bank }: View): number {
  return bank === WIDE_BANK_ID ? wideBeats : wordBeats
}

/** Bytes of a word of the view's bank. */
export function viewWordBytes({ wordBytes, wideBytes }: ChipGeometry, { bank }: View): number {
  return bank === WIDE_BANK_ID ? wideBytes : wordBytes
}

/** The same words as views without gaps: whole, or pixel by pixel. */
export function withoutGaps<V extends View>(view: V): V[] {
  const own = ownWords(view)
  if (own === view.pixelWords) return [view]
  const { region } = view
  return Array.from({ length: view.inputs * regionPixels(region) }, (_, i) => {
    const pixel = i % regionPixels(region)
    const place = { x: region.x + (pixel % region.width), y: region.y + Math.floor(pixel / region.width) }
    const first = view.first + Math.floor(i / regionPixels(region))
    return {
      ...view,
      address: pixelAddress(view, first, place.x, place.y),
      ...{ first, inputs: 1, region: { ...place, width: 1, height: 1 }, pixelWords: own },
    }
  })
}

/** Address of a pixel of an input; the pixel may lie outside the region. */
export function pixelAddress(view: View, input: number, x: number, y: number): number {
  const { address, first, region, pixelWords } = view
  const pixel = (y - region.y) * region.width + (x - region.x)
  return address + (input - first) * inputWordsOf(view) + pixel * pixelWords
}
