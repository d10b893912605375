import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { execa } from 'execa'
import { type RunStep, readRunSteps } from '../results/run-steps.js'
import { containerName, type RunRequest, runCommand } from './command.js'
import type { LibreLane } from './find-librelane.js'

/** How a run ended. */
export interface RunEnd {
  readonly runFolder: string
  /** 0 done; 2 a step failed, or a check at the end did. */
  readonly exitCode: number
  /** The end of what LibreLane printed. */
  readonly said: string
}

export interface RunWatch {
  readonly signal: AbortSignal
  /** Called when a step begins and when it ends. */
  readonly onStep: (step: RunStep) => void
}

const POLL_MS = 300
const KEPT_CHARACTERS = 20_000

/**
 * Runs LibreLane in a run folder and follows its steps, which leave folders and times behind them.
 *
 * @throws the signal's reason when it is aborted; LibreLane is ended then
 */
export async function runLibreLane(
  request: RunRequest,
  librelane: LibreLane,
  { signal, onStep }: RunWatch,
): Promise<RunEnd> {
  const [file, ...args] = runCommand(request, librelane)
  const runFolder = join(request.folder, 'runs', request.tag)
  let said = ''
  const child = execa(file!, args, {
    cwd: request.folder,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    all: true,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
  })
  child.all.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-KEPT_CHARACTERS)
  })
  const endContainer = () => {
    // A container outlives the client that started it
    if (librelane.kind === 'container') void execa(file!, ['kill', containerName(request)], { reject: false })
  }
  signal.addEventListener('abort', endContainer, { once: true })
  try {
    const follow = new Follower(runFolder, onStep)
    let ended = false
    const finish = child.then((result) => {
      ended = true
      return result
    })
    while (!ended) {
      await Promise.race([finish, setTimeout(POLL_MS)])
      follow.look()
    }
    const { exitCode } = await finish
    signal.throwIfAborted()
    return { runFolder, exitCode: exitCode ?? 1, said }
  } finally {
    signal.removeEventListener('abort', endContainer)
  }
}

/** Tells of steps that are new, and of those that have ended since. */
class Follower {
  readonly #seen = new Map<number, boolean>()

  constructor(
    readonly runFolder: string,
    readonly onStep: (step: RunStep) => void,
  ) {}

  look(): void {
    for (const step of readRunSteps(this.runFolder)) {
      const ended = step.seconds !== undefined
      if (this.#seen.get(step.number) === ended) continue
      this.#seen.set(step.number, ended)
      this.onStep(step)
    }
  }
}
