import { CELL_ROLES, type CellRole, type CornerCellFacts, type Technology } from '../technology/technology.js'

/** Sinks a net drives before synthesis puts buffers behind it. */
const TREE_FANOUT = 12

/** Length of the shortest tree along a grid through n random points of area A, in √(n·A). */
const STEINER = 0.76

const PJ_PER_FJ = 1e-3

/** Energies of single events in one corner of a technology: cells' internal energy, and ½CV² of pins and wires. */
export class Electrics {
  readonly voltageV: number
  readonly #cells: Readonly<Record<CellRole, CornerCellFacts>>

  /**
   * @param corner - one of the technology's corners
   */
  constructor(
    readonly technology: Technology,
    corner: string,
  ) {
    this.voltageV = technology.corners[corner]!.voltageV
    this.#cells = Object.fromEntries(
      CELL_ROLES.map((role) => [role, technology.cells[role].corners[corner]!]),
    ) as Record<CellRole, CornerCellFacts>
  }

  cell(role: CellRole): CornerCellFacts {
    return this.#cells[role]
  }

  /** Energy of one edge on a capacitance, pJ. */
  edgePj(capacitanceFf: number): number {
    return 0.5 * capacitanceFf * this.voltageV ** 2 * PJ_PER_FJ
  }

  /** Capacitance of the wire of an ordinary net, fF. */
  get netFf(): number {
    return this.technology.wire.capacitanceFfPerUm * this.technology.wire.lengthUmPerNet
  }

  /** Capacitance of the wire of a net that reaches `sinks` places spread over cells of `areaUm2`, fF. */
  spreadNetFf(sinks: number, areaUm2: number): number {
    const coreUm2 = areaUm2 / this.technology.utilisation.ratio
    const lengthUm = Math.max(this.technology.wire.lengthUmPerNet, STEINER * Math.sqrt(sinks * coreUm2))
    return lengthUm * this.technology.wire.capacitanceFfPerUm
  }

  /** One output transition of a cell that drives an ordinary net into one input of `sink`, pJ. */
  transitionPj(role: CellRole, sink: CellRole): number {
    return (
      this.cell(role).outputPj + this.edgePj(this.netFf + this.cell(sink).inputFf) + this.cell(sink).inputPj
    )
  }

  /**
   * One transition of a net to `sinks` inputs, with the buffers it needs, under the wire model of static timing: an ordinary net for two
   * sinks and half of one for each further.
   */
  treePj(sinks: number, sink: CellRole): number {
    const { inputFf, inputPj } = this.cell(sink)
    const buffers = sinks > TREE_FANOUT ? Math.ceil(sinks / TREE_FANOUT) : 0
    const buffer = this.cell('buffer')
    const wireFf = this.netFf * (Math.max(1, buffers) + Math.max(0, sinks - 2 * Math.max(1, buffers)) / 2)
    return (
      this.edgePj(wireFf + sinks * inputFf + buffers * (buffer.inputFf + this.netFf / 2)) +
      sinks * inputPj +
      buffers * buffer.outputPj
    )
  }

  /** One bit of a register that changes: its output, an ordinary net, and the multiplexer in front of it, pJ. */
  registerBitPj(sink: CellRole = 'mux2'): number {
    return this.transitionPj('flop', sink) + this.transitionPj('mux2', 'flop')
  }

  /** One bit that changes at the output of an and-or tree over `inputs` words, pJ. */
  readPathPj(inputs: number, sink: CellRole): number {
    if (inputs <= 1) return this.transitionPj('latch', sink)
    const levels = Math.ceil(Math.log2(Math.max(1, inputs / 2)))
    return (
      this.transitionPj('andOrInvert22', 'nand2') +
      Math.max(0, levels - 1) * this.transitionPj('nand2', 'nand2') +
      this.transitionPj('nand2', sink)
    )
  }

  /** Two select lines of `bits` and-or inputs each that change, with their part of the decoder, pJ. */
  selectPj(inputs: number, bits: number): number {
    if (inputs <= 1) return 0
    const lines = 2 * (this.transitionPj('and2', 'buffer') + this.treePj(bits, 'andOrInvert22'))
    const predecoded = 2 ** Math.ceil(Math.log2(inputs) / 2)
    return lines + 4 * this.treePj(predecoded, 'and2')
  }

  /** A clock gate that opens for a cycle over `latches` latches, without the data, pJ. */
  gatePulsePj(latches: number): number {
    return this.gatedClockPj('latch', latches)
  }

  /** A clock gate that opens for a cycle over `sinks` clock inputs, pJ. */
  gatedClockPj(role: 'latch' | 'flop' | 'innerClockGate', sinks: number): number {
    const { clockFf, clockPj } = this.cell(role)
    const wire = this.netFf * Math.max(1, sinks / 4)
    const gate = this.cell('clockGate')
    return 2 * (gate.outputPj + gate.inputPj + this.edgePj(wire + sinks * clockFf) + sinks * clockPj)
  }

  /** Both edges of a cycle inside a cell with a clock input, pJ. */
  clockInputPj(role: CellRole): number {
    return 2 * this.cell(role).clockPj
  }

  /** Both edges of a cycle on a clock input's pin and on its share of the wire, pJ. */
  clockNetPj(role: CellRole, wireFf: number): number {
    return 2 * this.edgePj(this.cell(role).clockFf + wireFf)
  }
}
