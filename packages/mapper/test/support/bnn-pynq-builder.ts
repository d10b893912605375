import { draws } from './random-keras.js'

/** A small convolutional network as BNN-PYNQ parameters with a `config.h`. */
export function bnnPynqFiles(seed: number): Record<string, Uint8Array> {
  const draw = draws(seed)
  const files: Record<string, Uint8Array> = {}
  const layers = [
    { conv: [3, 3, 6, 4, 4], pe: 2, simd: 3, thresholds: 1 },
    { conv: [2, 4, 4, 8, 3], pe: 4, simd: 2, thresholds: 1 },
    { dense: [72, 16], pe: 4, simd: 8, thresholds: 1 },
    { dense: [16, 8], pe: 2, simd: 4, thresholds: 0 },
  ]
  const lines: string[] = []
  for (const [l, { conv, dense, pe, simd, thresholds }] of layers.entries()) {
    const define = (name: string, value: number) => lines.push(`#define L${l}_${name} ${value}`)
    if (conv)
      for (const [i, name] of ['K', 'IFM_CH', 'IFM_DIM', 'OFM_CH', 'OFM_DIM'].entries()) define(name, conv[i])
    if (dense) for (const [i, name] of ['MW', 'MH'].entries()) define(name, dense[i])
    define('PE', pe)
    define('SIMD', simd)
    define('WPI', 1)
    const [rows, synapses] = conv ? [conv[3], conv[0] ** 2 * conv[1]] : [dense![1], dense![0]]
    for (let element = 0; element < pe; element++) {
      const words = Array.from({ length: (rows / pe) * (synapses / simd) }, () => BigInt(draw(2 ** simd)))
      files[`${l}-${element}-weights.bin`] = new Uint8Array(BigUint64Array.from(words).buffer)
      if (thresholds === 0) continue
      const limits = Array.from({ length: rows / pe }, () =>
        BigInt(l === 0 ? draw(4000) - 2000 : draw(synapses)),
      )
      files[`${l}-${element}-thres.bin`] = new Uint8Array(BigInt64Array.from(limits).buffer)
    }
  }
  files['config.h'] = new TextEncoder().encode(`${lines.join('\n')}\n`)
  files['classes.txt'] = new TextEncoder().encode('a\nb\nc\n')
  return files
}
