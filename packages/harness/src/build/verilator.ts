import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RtlParameters } from '@concord/arch'
import { execa } from 'execa'
import { NATIVE_DIRECTORY } from '../paths.js'
import { cached } from './cache.js'
import { buildKey, nativeHash } from './key.js'
import type { RtlSources } from './rtl-sources.js'
import { runTool, ToolMissingError, toolVersion } from './tools.js'

/** How much a build spends on compiling. */
export type Effort =
  /** Compiles quickly, assertions on, registers start random: for tests. */
  | 'check'
  /** -O3 throughout and no assertions: for measuring and for long runs. */
  | 'speed'
  /**
   * For a gate netlist as one levelised process, which is ordered already: Verilator's own ordering takes time that grows with the square of
   * its length. Its tasks work on the nets of the module, which Verilator calls impure: it must not move statements across them.
   * Registers start random.
   */
  | 'netlist'

export interface VerilatorBuild {
  readonly sources: RtlSources
  readonly parameters: RtlParameters
  readonly effort: Effort
  /** Compiles the writing of waveforms in. */
  readonly trace: boolean
}

const EFFORTS = {
  check: { verilator: ['-O3', '--assert', '--x-assign', 'unique', '--x-initial', 'unique'], cxx: ['-O0'] },
  speed: { verilator: ['-O3', '--x-assign', 'fast', '--x-initial', 'fast'], cxx: ['-O3', '-march=native'] },
  netlist: {
    verilator: [
      ...['-O3', '-fno-gate', '-fno-reorder', '-fno-split', '-Wno-IMPURE', '--output-split', '20000'],
      ...['--x-assign', 'fast', '--x-initial', 'unique'],
    ],
    cxx: ['-O1'],
  },
} as const

/** Lint has a task of its own; here a warning would only be in the way. */
const FLAGS = ['--cc', '--vpi', '--no-timing', '-Wno-fatal', '-Wno-lint', '--top-module', 'concord_chip']

/**
 * An optimisation that gives wrong results in releases up to 5.024 at least (Verilator's issues 4059, 4832, 4857, 5186); in 5.006 of
 * ~(a[2] | b[2]) | ~(a[1] | b[1]). It must stand behind -O3, which switches it on.
 */
const WRONG = ['-fno-const-bit-op-tree']

const RUNTIME = ['verilated', 'verilated_vpi', 'verilated_dpi', 'verilated_threads']

/** Compiles a chip with Verilator, or finds it compiled; gives the path of the executable. */
export async function buildVerilator(build: VerilatorBuild): Promise<string> {
  const { sources, parameters, effort, trace } = build
  const tools = await Promise.all([toolVersion('verilator'), toolVersion('g++')])
  const key = buildKey('verilator', {
    tools,
    native: await nativeHash(),
    sources: sources.hash,
    parameters,
    flags: [FLAGS, EFFORTS[effort], WRONG],
    trace,
    cpu: effort === 'speed' ? process.arch : '',
  })
  const include = await includeDirectory()
  const runtime = await buildRuntime(include, trace)
  const directory = await cached(key, (draft) => compile(draft, build, include, runtime))
  return join(directory, 'chip')
}

async function compile(
  draft: string,
  build: VerilatorBuild,
  include: string,
  runtime: string,
): Promise<void> {
  const { sources, parameters, effort, trace } = build
  const generated = join(draft, 'generated')
  await runTool(
    'verilator',
    [
      ...FLAGS,
      // A bank of latches is a generate loop over its words.
      ...(parameters.ActWords > 1024 ? ['--unroll-count', '4096'] : []),
      ...['--Mdir', generated],
      ...EFFORTS[effort].verilator,
      ...WRONG,
      ...(trace ? ['--trace', '--trace-underscore'] : []),
      ...Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`),
      join(NATIVE_DIRECTORY, 'memories.vlt'),
      ...sources.files,
    ],
    draft,
  )
  const units = (await readdir(generated)).filter((file) => file.endsWith('.cpp')).sort()
  // What runs once is a good part of a netlist
  const once = effort === 'netlist' ? units.filter((file) => file.endsWith('__Slow.cpp')) : []
  const often = units.filter((file) => !once.includes(file))
  const flags = [...cxxFlags(include, trace), '-I', generated, '-I', NATIVE_DIRECTORY]
  const compileAll = async (name: string, files: readonly string[], optimisation: readonly string[]) => {
    const [source, object] = [join(generated, `${name}.cpp`), join(generated, `${name}.o`)]
    await writeFile(source, [...files.map((file) => `#include "${file}"`), ''].join('\n'))
    await runTool('g++', [...flags, ...optimisation, '-c', source, '-o', object], draft)
    return object
  }
  const objects = [
    await compileAll('often', [...often, 'verilator_main.cpp'], EFFORTS[effort].cxx),
    ...(once.length > 0 ? [await compileAll('once', once, ['-O0'])] : []),
    ...[...RUNTIME, ...(trace ? ['verilated_vcd_c'] : [])].map((name) => join(runtime, `${name}.o`)),
  ]
  await runTool('g++', [...objects, '-o', join(draft, 'chip'), '-pthread'], draft)
  await rm(generated, { recursive: true })
}

/** Verilator's own part of every executable, compiled once. */
async function buildRuntime(include: string, trace: boolean): Promise<string> {
  const tools = await Promise.all([toolVersion('verilator'), toolVersion('g++')])
  return cached(buildKey('verilated', { tools, trace, flags: cxxFlags(include, trace) }), async (draft) => {
    for (const name of [...RUNTIME, ...(trace ? ['verilated_vcd_c'] : [])]) {
      const source = join(include, `${name}.cpp`)
      await runTool(
        'g++',
        [...cxxFlags(include, trace), '-O2', '-c', source, '-o', join(draft, `${name}.o`)],
        draft,
      )
    }
  })
}

function cxxFlags(include: string, trace: boolean): string[] {
  const defines = ['VERILATOR=1', 'VM_COVERAGE=0', 'VM_SC=0', `VM_TRACE=${Number(trace)}`, 'VM_TRACE_FST=0']
  if (trace) defines.push('VM_TRACE_VCD=1', 'CONCORD_TRACE')
  return [
    '-std=c++17',
    '-w',
    ...defines.map((define) => `-D${define}`),
    '-I',
    include,
    '-I',
    join(include, 'vltstd'),
  ]
}

async function includeDirectory(): Promise<string> {
  const { stdout } = await execa('verilator', ['--getenv', 'VERILATOR_ROOT'], { reject: false })
  if (!stdout) throw new ToolMissingError('verilator')
  return join(stdout.trim(), 'include')
}
