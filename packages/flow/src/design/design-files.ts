import { designSdc } from './constraints.js'
import type { Design } from './design.js'
import { FOLDER_FILES, librelaneConfig } from './librelane-config.js'
import { pinOrderText } from './pin-order.js'

/**
 * Files of a design's LibreLane folder, by name.
 *
 * @param rtl - the folder `rtl/`, relative to the folder of the design
 */
export function designFiles(design: Design, rtl: string): Readonly<Record<string, string>> {
  return {
    [FOLDER_FILES.config]: `${JSON.stringify(librelaneConfig(design, rtl), null, 2)}\n`,
    [FOLDER_FILES.pnrSdc]: designSdc(design, 'pnr'),
    [FOLDER_FILES.signoffSdc]: designSdc(design, 'signoff'),
    [FOLDER_FILES.pinOrder]: pinOrderText(design.pins),
    ...design.files,
  }
}
