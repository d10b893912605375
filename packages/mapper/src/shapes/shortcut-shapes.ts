import { importGraph } from '../network/import-graph.js'
import type { Network } from '../network/network.js'
import { REACT_BLOCKS } from './imagenet.js'
import { ShortcutGraph } from './shortcut-graph.js'

const CLASSES = 1000

/** A network of ImageNet size with its real shortcuts. */
export interface ShortcutShape {
  readonly name: string
  /**
   * Makes the network with random weights, the same ones every time.
   *
   * @param slim - divides all channels, for tests. @defaultValue 1
   */
  network(slim?: number): Network
}

/**
 * Bi-Real's ResNet-18: a shortcut round each 3 × 3 convolution. Where the map halves, the shortcut is an average and a
 * 1 × 1 convolution, which is float in the paper and binary here, since the chip has no float weights.
 */
const resNet18: ShortcutShape = {
  name: 'bireal-resnet18 with shortcuts',
  network: (slim = 1) => {
    const graph = new ShortcutGraph(resNet18.name, { height: 56, width: 56 })
    let map = graph.stem(64 / slim)
    for (const [stage, wanted] of [64, 128, 256, 512].entries()) {
      const channels = wanted / slim
      for (let i = 0; i < 4; i++) {
        const name = `layer${stage + 1}.${i}`
        const halves = stage > 0 && i === 0
        const sums = graph.convolution(map, name, channels, 3, halves ? 2 : 1)
        const side = halves ? graph.convolution(graph.halve(map), `${name}.side`, channels, 1, 1) : map
        map = graph.add(sums, side)
      }
    }
    return importGraph(graph.graph(map, CLASSES))
  },
}

/** ReActNet-A: thirteen blocks of a 3 × 3 and a 1 × 1 convolution with RPReLU; channels double by two convolutions side by side. */
const reactNetA: ShortcutShape = {
  name: 'reactnet-a with shortcuts',
  network: (slim = 1) => {
    const graph = new ShortcutGraph(reactNetA.name, { height: 112, width: 112 })
    let map = graph.stem(32 / slim)
    for (const [i, [wanted, stride]] of REACT_BLOCKS.entries()) {
      const channels = map.channels
      const sums = graph.convolution(map, `block${i + 1}.3x3`, channels, 3, stride)
      map = graph.bend(graph.add(sums, stride > 1 ? graph.halve(map) : map))
      const from = map
      const half = (name: string) =>
        graph.bend(graph.add(graph.convolution(from, name, channels, 1, 1), from))
      const name = `block${i + 1}.1x1`
      map = wanted / slim > channels ? graph.join(half(`${name}a`), half(`${name}b`)) : half(name)
    }
    return importGraph(graph.graph(map, CLASSES))
  },
}

/** ImageNet-size networks with real shortcuts. */
export const SHORTCUT_SHAPES: readonly ShortcutShape[] = [resNet18, reactNetA]
