export { arrangeImages } from './data/arrange-images.js'
export type { DataArray } from './data/data-array.js'
export { readData, toBytes, toImages, toLabels } from './data/read-data.js'
export { readIdx } from './data/read-idx.js'
export { readNpy } from './data/read-npy.js'
export { DataError, MappingError, OnnxFormatError, UnsupportedError, type UnsupportedNode } from './errors.js'
export { FormatError } from './formats/format-error.js'
export { INPUT_SCALINGS, type InputScaling } from './formats/input-scaling.js'
export type { ModelFiles } from './formats/model-files.js'
export {
  type NetworkFormat,
  type ReadNetworkOptions,
  readGraph,
  type SourceModel,
} from './formats/read-graph.js'
export {
  importBytes,
  importFiles,
  type NetworkFile,
  readModelFiles,
  readNetwork,
} from './formats/read-network.js'
export { interpret } from './graph/interpret.js'
export type { SourceGraph, SourceNode } from './graph/source-graph.js'
export type { Tensor } from './graph/tensor.js'
export {
  type Comparison,
  compareLayers,
  type Deviation,
  type Difference,
  type LayerResults,
} from './network/compare.js'
export {
  type Evaluation,
  evaluateAll,
  evaluateNetwork,
  inputCodes,
  type LayerValues,
} from './network/evaluate.js'
export { expandGroups } from './network/groups.js'
export { type HeadStep, runHead, type Scores } from './network/head.js'
export type { HostSegment, SegmentInput, SegmentResult } from './network/host-segment.js'
export { importGraph } from './network/import-graph.js'
export { type ImportOptions, importOnnx } from './network/import-onnx.js'
export { inputValue } from './network/input-code.js'
export { type Layer, type LayerQuantiser, layerMacs, type Pool, resultMap } from './network/layer.js'
export type { Levels } from './network/levels.js'
export type { Border, MapShape } from './network/map-shape.js'
export { type Network, sumCount } from './network/network.js'
export type { ByteOrder, InputScale, NetworkInput } from './network/network-input.js'
export type { Scale, ScaleFunction } from './network/scale.js'
export { sourceLabel } from './network/source-label.js'
export { runStem, runWideStem, type Stem } from './network/stem.js'
export { type ReadOptions, readOnnx, type SignOfZero } from './onnx/read-onnx.js'
export { type LowerOptions, lower } from './planes/lower.js'
export type { PlaneLayer, PlaneNetwork, Readout } from './planes/plane-network.js'
export type { WeightPlanes } from './planes/weight-planes.js'
export { Execution, type Patch } from './program/execution.js'
export { inputBytes, readHostParts, scoreCount, stemShape } from './program/host-meta.js'
export { layerResults } from './program/layer-results.js'
export { type MapOptions, mapNetwork } from './program/map-network.js'
export { encodeInput } from './program/pack-input.js'
export { placeNetwork } from './program/place-network.js'
export { classify, hostHead, readOutput } from './program/read-output.js'
export { refuseHost } from './program/refuse-host.js'
export { tensorValues } from './program/tensor-values.js'
export type { HostPart } from './report/host-rows.js'
export type { LayerRow } from './report/layer-row.js'
export { layerTable } from './report/layer-table.js'
export { ActivityTally, type TalliedRun, wholeActivity } from './schedule/activity-tally.js'
export {
  type PassCost,
  type PreparedSchedule,
  prepareSchedule,
  type ScheduleCost,
} from './schedule/schedule-cost.js'
export type { ScheduleOptions } from './schedule/search.js'
export { IMAGENET_SHAPES } from './shapes/imagenet.js'
export { namedShape } from './shapes/named-shapes.js'
export { type NetworkShape, type ShapeLayer, shapeNetwork } from './shapes/shape-network.js'
export { SHORTCUT_SHAPES, type ShortcutShape } from './shapes/shortcut-shapes.js'
