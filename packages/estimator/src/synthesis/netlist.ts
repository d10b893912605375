/** A netlist as Yosys's `write_json` gives it, as far as it is read here. */
export interface Netlist {
  readonly modules: Readonly<Record<string, NetlistModule>>
}

export interface NetlistModule {
  readonly attributes: Readonly<Record<string, string>>
  readonly ports: Readonly<
    Record<string, { readonly direction: string; readonly bits: readonly (number | string)[] }>
  >
  readonly netnames: Readonly<
    Record<string, { readonly hide_name: number; readonly bits: readonly (number | string)[] }>
  >
  readonly cells: Readonly<Record<string, NetlistCell>>
}

/** One instance; a connection is the net of each bit of a pin, numbers, or constants as text. */
export interface NetlistCell {
  readonly hide_name: number
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly attributes: Readonly<Record<string, string>>
  readonly port_directions: Readonly<Record<string, string>>
  readonly connections: Readonly<Record<string, (number | string)[]>>
}

/** RTL name of a Yosys module: parameterised ones are called `$paramod$<hash>\name` or `$paramod\name\P=…`. */
export function rtlName(name: string): string {
  return name.startsWith('$paramod') ? name.split('\\')[1]! : name
}

/** Number of cells of each library type below a module, over all its instances. */
export function cellHistogram(netlist: Netlist, module: string): Map<string, number> {
  const counted = new Map<string, Map<string, number>>()
  const count = (name: string): Map<string, number> => {
    const known = counted.get(name)
    if (known !== undefined) return known
    const sum = new Map<string, number>()
    const add = (type: string, cells: number): void => void sum.set(type, (sum.get(type) ?? 0) + cells)
    for (const { type } of Object.values(netlist.modules[name]!.cells)) {
      if (type in netlist.modules) for (const [inner, cells] of count(type)) add(inner, cells)
      else add(type, 1)
    }
    counted.set(name, sum)
    return sum
  }
  return count(module)
}

/** The module that no other instantiates and that has this RTL name. */
export function topModule(netlist: Netlist, top: string): string {
  return Object.keys(netlist.modules).find((name) => rtlName(name) === top)!
}
