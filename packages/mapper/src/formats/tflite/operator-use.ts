import type { Tensor } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import type { Value } from '../tensorflow/value.js'
import { realConstant, storedConstant } from './constants.js'
import type { FlatTable } from './flat-table.js'
import type { TfliteOperator, TfliteTensor } from './schema.js'

/** How a kind of operators becomes nodes; a RangeError says what cannot be read. */
export type OperatorReader = (use: OperatorUse) => Value

/** One operator with its operands. */
export class OperatorUse {
  constructor(
    readonly b: GraphBuilder,
    /** Name of its result, which names its nodes. */
    readonly name: string,
    readonly operator: TfliteOperator,
    readonly output: TfliteTensor,
    readonly tensors: readonly TfliteTensor[],
    readonly values: ReadonlyMap<number, Value>,
  ) {}

  get options(): FlatTable | undefined {
    return this.operator.options
  }

  /** Whether an operand is there and computed. */
  isComputed(index: number): boolean {
    return this.values.has(this.operator.inputs[index] ?? -1)
  }

  /** A computed operand. */
  value(index: number): Value {
    const value = this.values.get(this.operator.inputs[index] ?? -1)
    if (value === undefined) throw new RangeError(`operand ${index} is missing or constant`)
    return value
  }

  /** The tensor of an operand; undefined when it is omitted. */
  tensor(index: number): TfliteTensor | undefined {
    return this.tensors[this.operator.inputs[index] ?? -1]
  }

  /** The real values of a constant operand. */
  constant(index: number): Tensor {
    return realConstant(this.#present(index))
  }

  /** The numbers of a constant operand as they are stored. */
  stored(index: number): Tensor {
    return storedConstant(this.#present(index))
  }

  #present(index: number): TfliteTensor {
    const tensor = this.tensor(index)
    if (tensor === undefined) throw new RangeError(`operand ${index} is missing`)
    return tensor
  }
}
