import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RTL_FOLDER } from './sources.js'

/** One port of an RTL module. */
export interface ModulePort {
  readonly name: string
  readonly direction: 'input' | 'output' | 'inout'
  /** Upper index of a vector as it stands in the source, such as `StreamBits-1`; undefined for one bit. */
  readonly upper?: string
  /** Heading of the ports around it. */
  readonly group: string
}

/** What the head of an RTL module says: the parameters that can be set, and the ports, those for power left out. */
export interface ModuleHeader {
  readonly parameters: readonly string[]
  readonly ports: readonly ModulePort[]
}

/**
 * Reads the head of a module; one declaration a line, as all of `rtl/` is written.
 *
 * @param source - file below `rtl/`
 */
export function moduleHeader(source: string): ModuleHeader {
  const text = readFileSync(join(RTL_FOLDER, source), 'utf8').replaceAll(
    /^`ifdef USE_POWER_PINS.*?^`endif/gms,
    '',
  )
  const head = text.slice(text.search(/^module /m), text.search(/^\);/m))
  const parameters = [...head.matchAll(/^\s*parameter\s+[^=]*?(\w+)\s*=/gm)].map(([, name]) => name!)
  const ports: ModulePort[] = []
  let group = ''
  for (const line of head.split('\n')) {
    group = /^\s*\/\/ (.*)$/.exec(line)?.[1] ?? group
    const port = /^\s*(input|output|inout)\s+(?:logic|wire)?\s*(?:\[(.*?):0\])?\s*(\w+)/.exec(line)
    if (port === null) continue
    const [, direction, upper, name] = port
    ports.push({
      name: name!,
      direction: direction as ModulePort['direction'],
      ...(upper !== undefined && { upper: upper.trim() }),
      group,
    })
  }
  return { parameters, ports }
}
