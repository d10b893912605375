import { type ChipInputs, idleInputs } from '@concord/sim'
import { packInputs, RECORD_BYTES, RECORD_WORDS } from './ports.js'
import type { RtlChip } from './rtl-chip.js'

/** Request, acknowledge, pause. */
const CYCLES_PER_READ = 3

/** Reads Wishbone registers, one after the other; nothing else happens at the ports meanwhile. */
export async function readBus(rtl: Pick<RtlChip, 'run'>, addresses: readonly number[]): Promise<number[]> {
  const words = new Uint32Array(addresses.length * CYCLES_PER_READ * RECORD_WORDS)
  addresses.forEach((wbAdr, i) => {
    const request: ChipInputs = { ...idleInputs, wbCyc: true, wbStb: true, wbSel: 15, wbAdr }
    ;[request, request, idleInputs].forEach((inputs, cycle) => {
      packInputs(inputs, words, (i * CYCLES_PER_READ + cycle) * RECORD_WORDS)
    })
  })
  const outputs = await rtl.run(new Uint8Array(words.buffer))
  const view = new DataView(outputs.buffer, outputs.byteOffset)
  // The acknowledge and the data stand in the cycle after the request.
  return addresses.map((_, i) => view.getUint32((i * CYCLES_PER_READ + 1) * RECORD_BYTES + 4, true))
}
