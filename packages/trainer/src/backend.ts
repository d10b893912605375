import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'

/** TensorFlow.js as a module. */
export type Tf = typeof import('@tensorflow/tfjs')

/**
 * Loads TensorFlow.js with its WebAssembly backend on one thread.
 *
 * One thread because a threaded matrix product adds in an order that varies, which would cost reproducibility.
 */
export async function loadTf(): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs')
  const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  if (tf.getBackend() !== 'wasm') {
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
    setWasmPaths(dirname(main) + sep)
    setThreadsCount(1)
    await tf.setBackend('wasm')
  }
  await tf.ready()
  return tf
}
