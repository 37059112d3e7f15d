import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Viewer } from '../../src/accounts/viewer.ts'
import type { Config } from '../../src/config.ts'

/** What a mortal process is told, in one line of JSON. */
export interface MortalOrders {
  databaseUrl: string
  secretKey: string
  publicUrl: string
  simulatorUrl: string
  gong: Config['gong']
  reconcile: Config['reconcile']
  /** How far its clock is ahead of the real one. */
  aheadMs: number
  what:
    | { act: 'connect'; answer: { state: string; code: string }; viewer: Viewer }
    | { act: 'renew'; connectionId: string }
  /** Before which statement or request to Gong it kills itself. */
  dieAt: number
}

/** How a mortal ended. */
export interface End {
  /** Killed by SIGKILL; otherwise it outlived what it did. */
  isKilled: boolean
  /** Its steps in order; the last line says what it died before, or how it ended. */
  said: string[]
}

/** Processes that are killed, one after the other. The next one loads while the present one lives. */
export interface Mortals extends AsyncDisposable {
  /** Lets one do what it is told, and waits until it is gone. */
  run(orders: MortalOrders): Promise<End>
}

export async function startMortals(): Promise<Mortals> {
  const cache = await mkdtemp(join(tmpdir(), 'fastfollow-mortal-'))
  let coming = load(cache)
  return {
    async run(orders) {
      const mortal = coming
      coming = load(cache)
      return mortal.run(orders)
    },
    async [Symbol.asyncDispose]() {
      await coming.dismiss()
      await rm(cache, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function load(cache: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mortal-connector.ts'), cache], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
  const closed = once(child, 'close')
  return {
    async run(orders: MortalOrders): Promise<End> {
      child.stdin.end(`${JSON.stringify(orders)}\n`)
      await closed
      const isKilled = child.signalCode === 'SIGKILL'
      if (!isKilled && child.exitCode !== 0) throw new Error(`a mortal failed:\n${said.join('\n')}`)
      return { isKilled, said }
    },
    async dismiss(): Promise<void> {
      child.stdin.end()
      await closed
    },
  }
}
