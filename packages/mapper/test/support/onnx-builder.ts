import { modelType } from '../../src/onnx/schema.js'

export type Attribute = number | string | readonly number[] | readonly string[] | { readonly f: number }

interface Entry {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: number
}

export interface BuilderOptions {
  /** Shape of the data input; 0 is an open size. */
  readonly input?: readonly number[]
  readonly inputType?: number
  /** List initialisers as graph inputs too, as old exporters do. */
  readonly constantsAsInputs?: boolean
}

const QONNX = 'qonnx.custom_op.general'

/** Builds small ONNX files for tests. */
export class OnnxBuilder {
  readonly #nodes: object[] = []
  readonly #initializers: (Entry & Record<string, unknown>)[] = []
  #count = 0

  /** Float constant in `raw_data`. */
  float(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.constant(1, dims, { rawData: new Uint8Array(Float32Array.from(values).buffer) })
  }

  /** Scalar float constant. */
  scalar(value: number): string {
    return this.float([value], [])
  }

  /** Constant of any type and storage. */
  constant(dataType: number, dims: readonly number[], storage: Record<string, unknown>): string {
    const name = `c${this.#count++}`
    this.#initializers.push({ name, dims, dataType, ...storage })
    return name
  }

  /** Adds a node of the ONNX domain; returns its result. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): string {
    return this.nodes(opType, inputs, 1, attributes, domain)[0]
  }

  /** Adds a node of several results; returns them. */
  nodes(
    opType: string,
    inputs: readonly string[],
    results: number,
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): string[] {
    const output = Array.from({ length: results }, () => `t${this.#count++}`)
    const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...encode(value) }))
    this.#nodes.push({
      opType,
      input: inputs,
      output,
      name: `${opType}_${output[0]}`,
      domain,
      attribute,
    })
    return output
  }

  /** The data input in two levels: +1 from byte 128 on. */
  bipolarInput(): string {
    return this.bipolar(this.node('Sub', ['x', this.scalar(0.5)]))
  }

  bipolar(x: string, scale = 1): string {
    return this.node('BipolarQuant', [x, this.scalar(scale)], {}, QONNX)
  }

  quant(x: string, bits: number, options: { scale?: number; signed?: number; narrow?: number } = {}): string {
    const { scale = 1, signed = 1, narrow = 0 } = options
    const inputs = [x, this.scalar(scale), this.scalar(0), this.scalar(bits)]
    return this.node('Quant', inputs, { signed, narrow, rounding_mode: 'ROUND' }, QONNX)
  }

  batchNorm(
    x: string,
    norm: {
      gamma: readonly number[]
      beta: readonly number[]
      mean: readonly number[]
      variance: readonly number[]
    },
    epsilon = 1e-5,
  ): string {
    const parameters = [norm.gamma, norm.beta, norm.mean, norm.variance].map((values) => this.float(values))
    return this.node('BatchNormalization', [x, ...parameters], { epsilon: { f: epsilon } })
  }

  build(output: string, options: BuilderOptions = {}): Uint8Array {
    const { input = [1, 4], inputType = 1, constantsAsInputs = false } = options
    const value = (name: string, dims: readonly number[], elemType = 1) => ({
      name,
      type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
    })
    const extra = constantsAsInputs ? this.#initializers.map(({ name, dims }) => value(name, dims)) : []
    const model = {
      irVersion: 7,
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        name: 'test',
        node: this.#nodes,
        initializer: this.#initializers,
        input: [value('x', input, inputType), ...extra],
        output: [value(output, [1, 1])],
      },
    }
    return modelType.encode(modelType.fromObject(model)).finish()
  }
}

function encode(value: Attribute): object {
  if (typeof value === 'number') return { i: value, type: 2 }
  if (typeof value === 'string') return { s: new TextEncoder().encode(value), type: 3 }
  if ('f' in value) return { f: value.f, type: 1 }
  if (value.some((entry) => typeof entry === 'string')) {
    return { strings: value.map((entry) => new TextEncoder().encode(String(entry))), type: 8 }
  }
  return { ints: value, type: 7 }
}
