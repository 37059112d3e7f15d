import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'

/**
 * Who runs the embedded database of a data folder. Two files tell:
 * - `lock`, a lock of the operating system that ends with its holder however that ends, so that it is never stale;
 *   SQLite brings it (Node has no file locks of its own);
 * - `running.json`, which tells others whom to attach to. It may be stale, and counts only while the lock is held.
 */
export interface Ownership extends Disposable {
  /** What the one before us left, if it had no time to clean up. */
  left: Running | undefined
  announce(running: Running): void
}

const Running = z.object({
  pid: z.number().int(),
  /** A server stays; a command is done soon, and its database with it. */
  as: z.enum(['server', 'command']),
  /** Folder of the Unix socket; null until the database answers. */
  socketDir: z.string().nullable(),
})
export type Running = z.infer<typeof Running>

/** Takes the ownership of a data folder, or answers undefined when another process has it. */
export function takeOwnership(dataDir: string): Ownership | undefined {
  const lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
  try {
    // Nothing is ever written, so there is nothing to keep a journal of.
    lock.exec('pragma journal_mode = off; begin exclusive')
  } catch (error) {
    lock.close()
    if (error instanceof Error && error.message.includes('locked')) return undefined
    throw error
  }
  return {
    left: readRunning(dataDir),
    announce: (running) => replaceFile(runningFile(dataDir), JSON.stringify(running)),
    [Symbol.dispose]() {
      rmSync(runningFile(dataDir), { force: true })
      lock.close()
    },
  }
}

export function readRunning(dataDir: string): Running | undefined {
  try {
    return Running.parse(JSON.parse(readFileSync(runningFile(dataDir), 'utf8')))
  } catch {
    // Missing, or written by another version: as good as not there.
    return undefined
  }
}

function runningFile(dataDir: string): string {
  return join(dataDir, 'running.json')
}

function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
