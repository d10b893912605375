export { committedDesigns, committedFiles } from './design/committed.js'
export { designSdc } from './design/constraints.js'
export type { Design, FlowValue, PinOrder } from './design/design.js'
export { designFiles } from './design/design-files.js'
export {
  caravelDesign,
  chipDesign,
  rowDesign,
  tinyTapeoutDesign,
  wrapperDesign,
} from './design/designs.js'
export { type ModuleHeader, type ModulePort, moduleHeader } from './design/module-header.js'
export { checkFlowConfig } from './facts/check-config.js'
export { type KnownVariables, knownVariables } from './facts/known-variables.js'
