import { createWriteStream } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child } from '../../bench/support/child.ts'

/** A process of the real product that is killed and started again, with everything it says in one log file. */
export interface Program {
  name: string
  isUp(): boolean
  /** Starts it unless it runs. While its database is away it ends at once, and is started again as a supervisor would. */
  start(): Promise<void>
  /** SIGKILL: no goodbye, no clean-up. */
  kill(): Promise<void>
  /** SIGTERM: what runs is finished. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 120_000

/** `onOwnEnd` is told when a process that was ready ends although nobody asked it to. */
export function createProgram(
  how: {
    name: string
    command: string
    env: Record<string, string>
    ready: RegExp
    logFile: string
  },
  onOwnEnd: (what: string) => void,
): Program {
  const log = createWriteStream(how.logFile, { flags: 'a' })
  let child: Child | undefined
  let starting: Promise<void> | undefined

  async function launch(): Promise<void> {
    for (const deadline = Date.now() + READY_WITHIN_MS; ;) {
      try {
        const fresh = await startChild('bin/fastfollow.js', [how.command], {
          env: how.env,
          until: how.ready,
          onLine: (line) => log.write(`${line}\n`),
        })
        child = fresh
        fresh.process.once('exit', (code, signal) => {
          if (child !== fresh) return
          child = undefined
          onOwnEnd(`${how.name} ended by itself with ${signal ?? code}`)
        })
        log.write(`--- ${new Date().toISOString()} ${how.name} runs as process ${fresh.pid}\n`)
        return
      } catch (error) {
        log.write(`--- ${new Date().toISOString()} ${how.name} did not start: ${String(error)}\n`)
        if (Date.now() > deadline) throw error
        await sleep(300)
      }
    }
  }

  /** From here on its end is no surprise. */
  async function end(signal: NodeJS.Signals): Promise<void> {
    await starting
    const old = child
    child = undefined
    log.write(`--- ${new Date().toISOString()} ${how.name} gets ${signal}\n`)
    await old?.stop(signal)
  }

  return {
    name: how.name,
    isUp: () => child !== undefined,
    async start() {
      if (child) return
      starting ??= launch().finally(() => (starting = undefined))
      await starting
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
