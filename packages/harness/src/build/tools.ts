import { ConcordError } from '@concord/arch'
import { execa } from 'execa'

/** Programs the harness needs, with the option that makes each print its version and the Debian package it comes in. */
const TOOLS = {
  verilator: { version: '--version', package: 'verilator' },
  iverilog: { version: '-V', package: 'iverilog' },
  vvp: { version: '-V', package: 'iverilog' },
  'iverilog-vpi': { version: '--cflags', package: 'iverilog' },
  'g++': { version: '--version', package: 'g++' },
} as const

export type ToolName = keyof typeof TOOLS

const versions = new Map<ToolName, Promise<string>>()

/** First line of what the tool says about its version; throws {@link ToolMissingError} when it cannot be started. */
export function toolVersion(name: ToolName): Promise<string> {
  let version = versions.get(name)
  if (!version) {
    version = askVersion(name)
    versions.set(name, version)
  }
  return version
}

/** Whether every named tool can be started. */
export async function hasTools(...names: ToolName[]): Promise<boolean> {
  const answers = await Promise.allSettled(names.map(toolVersion))
  return answers.every((answer) => answer.status === 'fulfilled')
}

async function askVersion(name: ToolName): Promise<string> {
  const { all, code } = await execa(name, [TOOLS[name].version], { reject: false, all: true })
  if (code === 'ENOENT' || !all) throw new ToolMissingError(name)
  return all.split('\n')[0]
}

/** Runs a tool to its end; throws {@link ToolFailedError} with what it printed when it fails. */
export async function runTool(name: ToolName, args: string[], directory: string): Promise<void> {
  await toolVersion(name)
  const result = await execa(name, args, { cwd: directory, reject: false, all: true })
  if (result.exitCode !== 0) throw new ToolFailedError(name, args, result.all)
}

export class ToolMissingError extends ConcordError {
  constructor(readonly tool: ToolName) {
    super({
      what: `${tool} cannot be started`,
      where: 'the RTL simulators',
      why: 'it is not installed, or not on the PATH',
      fix: `apt-get install -y ${TOOLS[tool].package} make`,
    })
  }
}

export class ToolFailedError extends ConcordError {
  constructor(
    readonly tool: ToolName,
    args: string[],
    output: string,
  ) {
    super({
      what: `${tool} failed`,
      where: `${tool} ${args.join(' ')}`,
      why: output.trim().split('\n').slice(0, 40).join('\n'),
      fix: 'correct the source it names; if it names none, the tool is too old: Verilator 5.006 and Icarus 11 are known to work',
    })
  }
}
