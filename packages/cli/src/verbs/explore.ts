import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import {
  createPlan,
  gridSize,
  merge,
  openPlan,
  type Plan,
  parseShard,
  planPoints,
  type RowTable,
  readPoints,
  shardOfEnvironment,
  shareOf,
  writePlan,
} from '@concord/explorer'
import { type Command, Option } from 'commander'
import { describeMerged } from '../explore/describe-front.js'
import { confirmFront, type ExploreOptions, runEvolution, runPoints } from '../explore/run-exploration.js'
import { formatNumber } from '../session/numbers.js'
import type { Session } from '../session/session.js'
import { VERSION } from '../version.js'
import { addVerb, positive } from './options.js'
import { addSubmit } from './submit.js'

const EXAMPLES = `  $ concord explore space.yaml                      everything at once; the report is in space.explore/report.html
  $ concord explore space.yaml -o out --jobs 2      again: only what is missing in "out" is evaluated
  $ concord explore plan space.yaml -o out          only list the points, in out/plan.jsonl
  $ concord explore run out --shard 0/8             evaluate a share of them, here or on another machine
  $ concord explore confirm out                     the front again, in the space's dearer fidelity
  $ concord explore merge out                       results.jsonl, CSV files and report.html

An evolutionary search chooses its points as it goes: it has no plan that could be shared out.`

/** `concord explore`: many chips, one picture. */
export function addExplore(program: Command, session: Session): void {
  const explore = program
    .command('explore')
    .summary('search a space of chips')
    .description(
      'Evaluates the chips of a space on some networks and finds those that no other is better than.',
    )
    .addHelpText('after', `\nExamples:\n${EXAMPLES}`)
  explore.enablePositionalOptions()
  addVerb<[string], ExploreOptions & { output?: string }>(explore, session, {
    usage: 'all <space>',
    summary: 'plan, run and merge at once; "concord explore SPACE.yaml" for short',
    description:
      'Plans the points of a space, evaluates those that have no result yet, and writes the report.',
    examples: EXAMPLES,
    options: [output('folder of the plan and its results'), ...runOptions()],
    action: async (options, file) => {
      const plan = await createPlan(
        file,
        options.output ?? `${basename(file).replace(/\.ya?ml$/, '')}.explore`,
      )
      let rows: RowTable | undefined
      if (plan.space.search.strategy === 'evolution') {
        writePlan(plan, await runEvolution(plan, options, session), 0)
      } else rows = await runPoints(plan, planned(plan), options, session)
      const opened = openPlan(plan.folder)
      if (plan.space.confirm === undefined) return finish(opened, session, rows)
      await confirmFront(opened, options, session)
      return finish(opened, session)
    },
  })
  addVerb<[string], { output: string }>(explore, session, {
    usage: 'plan <space>',
    summary: 'list the points of a space',
    description: 'Writes a folder with everything that evaluating the points needs, networks included.',
    examples: EXAMPLES,
    options: [output('folder to write').makeOptionMandatory()],
    action: async (options, file) => {
      const plan = await createPlan(file, options.output)
      if (plan.space.search.strategy === 'evolution') {
        program.error('error: an evolutionary search has no plan: "concord explore SPACE.yaml" runs it')
      }
      const points = planned(plan)
      session.print(
        `${formatNumber(points.length)} points of ${formatNumber(gridSize(plan.space))} places in ${plan.folder}`,
      )
      return { folder: plan.folder, points: points.length, places: gridSize(plan.space) }
    },
  })
  addVerb<[string], ExploreOptions & { shard?: string; index?: true; of?: number }>(explore, session, {
    usage: 'run <folder>',
    summary: 'evaluate the points of a plan',
    description:
      'Evaluates the points of a plan that have no result yet. Any number of runners may share a folder.',
    examples: EXAMPLES,
    options: [
      new Option('--shard <i/n>', 'only share i (from 0) of n').conflicts('index'),
      new Option('--index', 'the share that the batch system names in its index variable'),
      new Option('--of <n>', 'number of shares, where the batch system does not tell').argParser(positive),
      ...runOptions(),
    ],
    action: async (options, folder) => {
      const plan = openPlan(folder)
      const all = readPoints(plan)
      const shard = options.shard
        ? parseShard(options.shard)
        : options.index
          ? shardOfEnvironment(process.env, options.of)
          : { index: 0, count: 1 }
      const points = shareOf(all, shard)
      const rows = await runPoints(plan, points, options, session)
      const failed = points.filter(({ id }) => rows.statusAt(rows.placeOf(id)!) === 'failed').length
      session.print(
        `${formatNumber(points.length)} points have results, ${formatNumber(failed)} of them failed`,
      )
      return { folder, points: points.length, failed }
    },
  })
  addVerb<[string], ExploreOptions>(explore, session, {
    usage: 'confirm <folder>',
    summary: 'evaluate the front once more, in a dearer fidelity',
    description:
      'Adds the points of the front to the plan in the fidelity that the space names with "confirm", and evaluates them.',
    examples: EXAMPLES,
    options: runOptions(),
    action: async (options, folder) => {
      const plan = openPlan(folder)
      if (plan.space.confirm === undefined) {
        program.error('error: the space names no fidelity to confirm in: add "confirm: simulated" to it')
      }
      await confirmFront(plan, options, session)
      return finish(plan, session)
    },
  })
  addVerb<[string], object>(explore, session, {
    usage: 'merge <folder>',
    summary: 'write report and tables of a plan',
    description:
      'Writes results.jsonl, points.csv, networks.csv, front.json and report.html of what has been evaluated.',
    examples: EXAMPLES,
    action: (_options, folder) => finish(openPlan(folder), session),
  })
  addSubmit(explore, session)
}

/** Options of everything that evaluates points. */
export function runOptions(): Option[] {
  return [
    new Option('-j, --jobs <n>', 'worker threads').argParser(positive).default(2),
    new Option('--timeout <s>', 'wall time of one point').argParser(positive).default(60),
    new Option('--memory <mb>', 'JavaScript heap of one worker; its buffers and simulated chips come on top')
      .argParser(positive)
      .default(1024),
    new Option('--resume', 'evaluate only what is missing; always so'),
  ]
}

function output(meaning: string): Option {
  return new Option('-o, --output <folder>', meaning)
}

function planned(plan: Plan) {
  const { points, leftOut } = planPoints(plan)
  writePlan(plan, points, leftOut)
  return points
}

async function finish(plan: Plan, session: Session, stored?: RowTable): Promise<object> {
  session.progress.phase('writing the report')
  await session.breathe()
  const merged = await merge(plan, VERSION, stored)
  session.print(describeMerged(plan, merged))
  const { rows, missing, front, confirmations, files } = merged
  return { points: rows.length, missing, front, confirmations, files: files.map((file) => resolve(file)) }
}

/** Verbs of `concord explore`; each goes before a file of that name. */
const SUBVERBS = ['all', 'plan', 'run', 'confirm', 'merge', 'submit', 'help']

/** `concord explore SPACE` stands for `concord explore all SPACE`, where that is a file or is called like one. */
export function expandExplore(args: readonly string[]): string[] {
  const [verb, first] = args
  const isSpace =
    verb === 'explore' &&
    first !== undefined &&
    !SUBVERBS.includes(first) &&
    (/\.ya?ml$/i.test(first) || existsSync(first))
  return isSpace ? ['explore', 'all', ...args.slice(1)] : [...args]
}
