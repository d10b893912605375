import { importGraph } from '../network/import-graph.js'
import type { Network } from '../network/network.js'
import { REACT_BLOCKS } from './imagenet.js'
import { type ShapeMap, ShortcutGraph } from './shortcut-graph.js'

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

/** Channels of the four stages of ResNet-18, and of the four sections of QuickNet. */
const STAGES = [64, 128, 256, 512]

/** Bi-Real's ResNet-18: a shortcut round each 3 × 3 convolution; where the map halves, an average and `side` in it. */
function resNet18(
  name: string,
  side: (graph: ShortcutGraph, halved: ShapeMap, name: string, channels: number) => ShapeMap,
): ShortcutShape {
  return {
    name,
    network: (slim = 1) => {
      const graph = new ShortcutGraph(name, { height: 56, width: 56 })
      let map = graph.stem(64 / slim)
      for (const [stage, wanted] of STAGES.entries()) {
        const channels = wanted / slim
        for (let i = 0; i < 4; i++) {
          const layer = `layer${stage + 1}.${i}`
          const halves = stage > 0 && i === 0
          const sums = graph.convolution(map, layer, channels, 3, halves ? 2 : 1)
          map = graph.add(sums, halves ? side(graph, graph.halve(map), `${layer}.side`, channels) : map)
        }
      }
      return importGraph(graph.graph(map, CLASSES))
    },
  }
}

/** With binary 1 × 1 convolutions in the shortcuts, so that all real maps are on the chip. */
const resNet18Binary = resNet18('bireal-resnet18 with shortcuts', (graph, halved, name, channels) =>
  graph.convolution(halved, name, channels, 1, 1),
)

/** With float ones, as in the paper: the host keeps the real maps. */
const resNet18Float = resNet18('bireal-resnet18 with float shortcuts', (graph, halved, _, channels) =>
  graph.project(halved, channels),
)

/** QuickNet: four sections of four 3 × 3 convolutions with a shortcut round each; between them Relu, an average, a float 1 × 1 convolution. */
const quickNet: ShortcutShape = {
  name: 'quicknet with shortcuts',
  network: (slim = 1) => {
    const graph = new ShortcutGraph(quickNet.name, { height: 56, width: 56 })
    let map = graph.stem(64 / slim)
    for (const [section, wanted] of STAGES.entries()) {
      if (section > 0) map = graph.project(graph.halve(graph.relu(map)), wanted / slim)
      for (let i = 0; i < 4; i++) {
        const name = `section${section + 1}.${i}`
        map = graph.add(graph.convolution(map, name, map.channels, 3, 1), map)
      }
    }
    return importGraph(graph.graph(graph.relu(map), CLASSES))
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
export const SHORTCUT_SHAPES: readonly ShortcutShape[] = [resNet18Binary, reactNetA, resNet18Float, quickNet]
