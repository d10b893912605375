import { type ChipConfig, chipGeometry, type Slot, WIDE_BANK_ID } from '@concord/arch'
import type { MapShape } from '../network/map-shape.js'
import type { Stored, View } from './view.js'

/** A map that the host holds, as a pass sees it. */
export interface PassTensor {
  /** Number among the program's tensors. */
  readonly tensor: number
  /** Words of one plane of a pixel. */
  readonly groups: number
}

/** What a pass reads and makes. */
export interface PassTensors {
  /** Maps whose words, one after the other, make an input pixel. */
  readonly inputs: readonly PassTensor[]
  readonly inputMap: MapShape
  readonly inputPlanes: number
  readonly output: OutputTensor
  /** By layer, where results of several are sent. */
  readonly outputs?: ReadonlyMap<string, OutputTensor>
}

/** A map that a pass makes. */
export interface OutputTensor extends PassTensor {
  readonly map: MapShape
  readonly planes: number
}

/** Where a view's words come from. */
export function inputSlots(config: ChipConfig, tensors: PassTensors, view: View, byteOffset: number): Slot[] {
  const { inputs, inputMap, inputPlanes } = tensors
  if (view.bank === WIDE_BANK_ID) return wideSlots(config, view, byteOffset, inputMap, inputs[0].tensor)
  let first = 0
  return inputs.flatMap(({ tensor, groups }) => {
    const part = { first, groups, pixelGroups: view.groups }
    first += groups
    return viewSlots(config, view, byteOffset, inputMap, inputPlanes, { tensor, groups, firstGroup: 0 }, part)
  })
}

/** Where a view's words go. */
export function outputSlots(
  config: ChipConfig,
  tensors: PassTensors,
  view: Stored,
  byteOffset: number,
): Slot[] {
  const output = (view.layer === undefined ? undefined : tensors.outputs?.get(view.layer)) ?? tensors.output
  if (view.bank === WIDE_BANK_ID) return wideSlots(config, view, byteOffset, output.map, output.tensor)
  const { groups, firstGroup } = view
  const part = { first: 0, groups, pixelGroups: groups }
  return viewSlots(config, view, byteOffset, output.map, output.planes, { ...output, firstGroup }, part)
}

/** Words of whole pixels of a wide map, line by line. */
function wideSlots(
  config: ChipConfig,
  view: View,
  byteOffset: number,
  map: MapShape,
  tensor: number,
): Slot[] {
  const { wideBytes } = chipGeometry(config)
  const { region, pixelWords, inputs, first } = view
  const pixel = pixelWords * wideBytes
  const line = region.width * pixel
  return Array.from({ length: inputs }, (_, i) => ({
    ...{ input: first + i, tensor, byteOffset: byteOffset + i * region.height * line },
    ...{ bytes: line, lines: region.height, byteStep: line },
    tensorOffset: (region.y * map.width + region.x) * pixel,
    tensorStep: map.width * pixel,
  }))
}

/** The words first.. of each plane of the view's pixels, that are the words firstGroup.. of the tensor's. */
function viewSlots(
  config: ChipConfig,
  view: View,
  byteOffset: number,
  map: MapShape,
  planes: number,
  held: PassTensor & { readonly firstGroup: number },
  part: { readonly first: number; readonly groups: number; readonly pixelGroups: number },
): Slot[] {
  const wordBytes = config.lanes / 8
  const { region } = view
  const viewPixel = planes * part.pixelGroups * wordBytes
  const tensorPixel = planes * held.groups * wordBytes
  const whole = part.groups === part.pixelGroups && part.groups === held.groups
  const pixels = region.width * region.height
  const slots: Slot[] = []
  for (let i = 0; i < view.inputs; i++) {
    const slot = { input: view.first + i, tensor: held.tensor }
    const at = byteOffset + i * pixels * viewPixel
    const from = (region.y * map.width + region.x) * tensorPixel
    const fullLines = region.width === map.width
    if (whole && fullLines) {
      slots.push({
        ...slot,
        byteOffset: at,
        bytes: pixels * viewPixel,
        lines: 1,
        byteStep: 0,
        tensorOffset: from,
        tensorStep: 0,
      })
    } else if (whole) {
      const bytes = region.width * viewPixel
      slots.push({
        ...slot,
        byteOffset: at,
        bytes,
        lines: region.height,
        byteStep: bytes,
        tensorOffset: from,
        tensorStep: map.width * tensorPixel,
      })
    } else {
      const lines = fullLines ? 1 : region.height
      for (let plane = 0; plane < planes; plane++) {
        for (let line = 0; line < lines; line++) {
          slots.push({
            ...slot,
            byteOffset:
              at + line * region.width * viewPixel + (plane * part.pixelGroups + part.first) * wordBytes,
            bytes: part.groups * wordBytes,
            lines: pixels / lines,
            byteStep: viewPixel,
            tensorOffset:
              from + line * map.width * tensorPixel + (plane * held.groups + held.firstGroup) * wordBytes,
            tensorStep: tensorPixel,
          })
        }
      }
    }
  }
  return slots
}
