import { cpus, totalmem } from 'node:os'
import { hasTools, toolVersion } from '@concord/harness'

/** What the figures of a benchmark were measured on. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly date: string
  readonly tools: Readonly<Record<string, string>>
}

/** Describes this machine. */
export async function describeMachine(): Promise<Machine> {
  const processors = cpus()
  const tools: Record<string, string> = { node: process.version }
  for (const tool of ['verilator', 'g++'] as const) {
    if (await hasTools(tool)) tools[tool] = await toolVersion(tool)
  }
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    date: new Date().toISOString(),
    tools,
  }
}
