import { type Exit, runYosys as run, type Tree } from '@yowasp/yosys'

/** A Yosys netlist as `write_json` gives it, as far as it is read here. */
export interface YosysNetlist {
  readonly modules: Readonly<Record<string, YosysModule>>
}

export interface YosysModule {
  readonly cells: Readonly<Record<string, { readonly type: string }>>
}

/**
 * Runs a Yosys script on source files held in memory.
 *
 * @param files - text of each file by name, as the script names them
 * @param script - Yosys commands; the netlist is written after the last one
 * @throws YosysError with what Yosys said
 */
export async function runYosys(
  files: Readonly<Record<string, string>>,
  script: string,
): Promise<YosysNetlist> {
  let said = ''
  const listen = (bytes: Uint8Array | null): void => {
    if (bytes !== null) said += new TextDecoder().decode(bytes)
  }
  let tree: Tree | undefined
  try {
    tree = await run(
      ['-q', '-s', 'script.ys'],
      { ...files, 'script.ys': `${script}\nwrite_json netlist.json\n` },
      { stdout: listen, stderr: listen },
    )
  } catch (cause) {
    throw new YosysError(said, { cause: cause as Exit })
  }
  const netlist = tree?.['netlist.json']
  if (netlist === undefined) throw new YosysError(said)
  return JSON.parse(typeof netlist === 'string' ? netlist : new TextDecoder().decode(netlist as Uint8Array))
}

/** Yosys refused a script or a source. */
export class YosysError extends Error {
  override readonly name = 'YosysError'

  constructor(
    readonly said: string,
    options?: ErrorOptions,
  ) {
    super(`Yosys: ${said.trim() || 'failed without a message'}`, options)
  }
}
