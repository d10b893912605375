import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** The version that is measured. */
const VERSION = '1.30.0'
const NAME = 'onnxruntime-node'
const FOLDER = fileURLToPath(new URL('../../../../build/onnxruntime/', import.meta.url))

/** A float network in onnxruntime, on one thread. */
export interface FloatRuntime {
  readonly version: string
  /** Runs a batch of uint8 images; logits, image by image. */
  run(images: Uint8Array, count: number): Promise<Float32Array>
  close(): Promise<void>
}

/** What is used of onnxruntime-node. */
interface Ort {
  readonly Tensor: new (type: 'uint8', data: Uint8Array, dims: readonly number[]) => unknown
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<OrtSession>
  }
}
interface OrtSession {
  run(feeds: Record<string, unknown>): Promise<Record<string, { readonly data: Float32Array }>>
  release(): Promise<void>
}

/**
 * Loads onnxruntime from npm into `build/onnxruntime`, 290 MB, unless it is there: too much to install with the tools for one measurement.
 * Its install script, which would fetch CUDA, does not run; the CPU's binary is in the package.
 *
 * @throws when npm cannot fetch it or there is no binary for this machine
 */
export async function loadOnnxRuntime(): Promise<Ort> {
  const manifest = join(FOLDER, 'package.json')
  if (!existsSync(join(FOLDER, 'node_modules', NAME))) {
    await mkdir(FOLDER, { recursive: true })
    await writeFile(manifest, '{ "private": true }\n')
    await execa('npm', ['install', '--ignore-scripts', '--no-save', '--no-audit', `${NAME}@${VERSION}`], {
      cwd: FOLDER,
    })
  }
  return createRequire(manifest)(NAME)
}

/** Opens a network whose input is `pixels` of `shape`, one image, and whose output is `sums`. */
export async function openFloat(ort: Ort, onnx: Uint8Array, shape: readonly number[]): Promise<FloatRuntime> {
  const session = await ort.InferenceSession.create(onnx, {
    ...{ intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
    ...{ executionProviders: ['cpu'], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
  })
  return {
    version: VERSION,
    run: async (images, count) => {
      const { sums } = await session.run({ pixels: new ort.Tensor('uint8', images, [count, ...shape]) })
      return sums.data
    },
    close: () => session.release(),
  }
}
