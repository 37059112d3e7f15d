import { readFileSync, rmSync, statSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'

/** What Postgres writes about itself into `postmaster.pid`: its process, and whether it answers yet. */
export function readPostmaster(clusterDir: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined
  } catch {
    return undefined
  }
}

// A Postgres whose FastFollow was killed needs as long as its last checkpoint takes; on a slow disk that is seconds.
const PATIENCE_MS = 30_000

/**
 * Waits until a Postgres that an earlier process left behind has ended (its leash is seeing to that), and removes a
 * `postmaster.pid` whose process number now belongs to somebody else, which would keep Postgres from starting.
 * Call it only as the owner of the data folder.
 */
export async function clearFormerPostmaster(clusterDir: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const former = readPostmaster(clusterDir)
    // Postgres itself deals with a file whose process is gone.
    if (former === undefined || !isAlive(former.pid)) return
    if (!worksIn(former.pid, clusterDir)) {
      rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
      return
    }
    if (Date.now() > deadline)
      throw new StartError(
        `Another PostgreSQL (process ${former.pid}) works on ${clusterDir}: stop it first.`,
      )
    await sleep(20)
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Postgres makes its data folder its working folder, which tells it from any process that got its number later. */
function worksIn(pid: number, clusterDir: string): boolean {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
      'postgres',
    )
  try {
    const theirs = statSync(`/proc/${pid}/cwd`)
    const ours = statSync(clusterDir)
    return theirs.dev === ours.dev && theirs.ino === ours.ino
  } catch {
    // Not ours to look at, so not a process of ours.
    return false
  }
}
