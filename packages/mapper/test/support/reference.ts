import { interpret, type Network } from '../../src/index.js'
import { inputValue } from '../../src/network/input-code.js'

/** Every tensor of the source graph for one input of raw bytes. */
export function interpretBytes(network: Network, pixels: Uint8Array): Map<string, Float64Array> {
  const values = interpret(
    network.source,
    Array.from(pixels, (byte) => inputValue(network.input.scale, byte)),
  )
  return new Map([...values].map(([name, { data }]) => [name, data]))
}

/** The values of codes, as the source has them. */
export function codeValues(levels: Network['input']['levels'], codes: Int32Array): number[] {
  return Array.from(codes, (code) => levels.unit * (levels.first + levels.step * code))
}
