import type { NodeWriter } from '../node-writer.js'
import { tensor } from '../tensor.js'
import type { Recurrent } from './read-recurrent.js'

/** Sums of the gates of a recurrent operator: of all steps' inputs at once, of the states step by step. */
export class GateSums {
  /** By gate: sums of the inputs of all steps with their biases, `[1, hidden, steps]`. */
  readonly #inputs = new Map<string, string>()

  constructor(
    readonly writer: NodeWriter,
    readonly cell: Recurrent,
  ) {
    const { data, weights, gates } = cell
    const turned = writer.node('Transpose', 'channels first', [data], { perm: [1, 2, 0] })
    for (const gate of gates) {
      const own = this.#gatePart(weights, 'W', gate)
      const filters = writer.node('Transpose', `${gate} W turned`, [own], { perm: [1, 2, 0] })
      const sums = writer.node('Conv', `${gate} of inputs`, [turned, filters])
      const bias = this.#inputBias(gate)
      if (bias === undefined) this.#inputs.set(gate, sums)
      else {
        const shift = writer.node('Unsqueeze', `${gate} shift`, [bias], { axes: [2] })
        this.#inputs.set(gate, writer.node('Add', `${gate} shifted`, [sums, shift]))
      }
    }
  }

  /** Of the inputs of a step with the biases, `[1, hidden]`. */
  ofInput(gate: string, step: number): string {
    const { writer } = this
    const index = writer.constant(`step ${step}`, tensor([step], []))
    const inputs = [this.#inputs.get(gate)!, index]
    return writer.node('Gather', `${gate} of input`, inputs, { axis: 2 }, place(step))
  }

  /** Of the state in front of a step, `[1, hidden]`. */
  ofState(gate: string, step: number, state: string): string {
    const { writer, cell } = this
    const own = this.#gatePart(cell.stateWeights, 'R', gate)
    const flat = writer.once('Squeeze', `${gate} R squeezed`, [own], { axes: [0] })
    const matrix = writer.once('Transpose', `${gate} R turned`, [flat], { perm: [1, 0] })
    return writer.node('MatMul', `${gate} of state`, [state, matrix], {}, place(step))
  }

  /** Bias of a gate's product with the state, `[1, hidden]`; undefined without one. */
  stateBias(gate: string): string | undefined {
    const { bias, gates, hidden } = this.cell
    const first = (gates.length + gates.indexOf(gate)) * hidden
    return bias && this.#part(bias, `${gate} bias of states`, first)
  }

  /** What is added to a gate's product with the inputs: both biases, unless a reset gate multiplies that of the state. */
  #inputBias(gate: string): string | undefined {
    const { bias, gates, hidden, linearBeforeReset } = this.cell
    if (bias === undefined) return undefined
    const own = this.#part(bias, `${gate} bias of inputs`, gates.indexOf(gate) * hidden)
    if (linearBeforeReset && gate === 'fresh') return own
    return this.writer.node('Add', `${gate} bias`, [own, this.stateBias(gate)!])
  }

  /** Sum of two tensors of a step. */
  add(part: string, step: number, a: string, b: string): string {
    return this.writer.node('Add', part, [a, b], {}, place(step))
  }

  #gatePart(matrices: string, name: string, gate: string): string {
    const { gates, hidden } = this.cell
    return this.#part(matrices, `${gate} ${name}`, gates.indexOf(gate) * hidden)
  }

  /** `hidden` lines of axis 1. */
  #part(of: string, part: string, first: number): string {
    const { writer, cell } = this
    return writer.once('Slice', part, [of], { axes: [1], starts: [first], ends: [first + cell.hidden] })
  }
}

/** In front of the names of a step's tensors. */
export function place(step: number): string {
  return `step ${step}/`
}
