import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { canReach, type Account } from './system-account.ts'

// sockaddr_un holds 104 bytes on macOS and 108 on Linux, with a closing zero.
const LONGEST_SOCKET_PATH = 103
const SOCKET_NAME = '/.s.PGSQL.5432'
const PREFIX = 'fastfollow-'

/**
 * Makes the folder of the Unix socket, open to the account that runs Postgres alone. It lies in the data folder, or,
 * where that is too deep for a socket's path or closed to the account, in the system's folder for such things.
 */
export function makeSocketFolder(dataDir: string, account: Account): string {
  const near = join(dataDir, 'socket')
  const folder =
    fits(near) && canReach(dataDir, account) ? remake(near) : mkdtempSync(join(shortTemp(), PREFIX))
  chmodSync(folder, 0o700)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Removes a socket folder; of a path that was read from a file, only what {@link makeSocketFolder} can have made. */
export function removeSocketFolder(folder: string, dataDir: string): void {
  const isTemporary = dirname(folder) === shortTemp() && basename(folder).startsWith(PREFIX)
  if (isTemporary || folder === join(dataDir, 'socket')) rmSync(folder, { recursive: true, force: true })
}

function remake(folder: string): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

function shortTemp(): string {
  return fits(join(tmpdir(), `${PREFIX}XXXXXX`)) ? tmpdir() : '/tmp'
}

function fits(folder: string): boolean {
  return Buffer.byteLength(folder + SOCKET_NAME) <= LONGEST_SOCKET_PATH
}
