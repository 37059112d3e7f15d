import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { StartError } from '../start-error.ts'

/** The operating system's account that Postgres runs under; undefined = the account we run under ourselves. */
export type Account = { uid: number; gid: number } | undefined

/**
 * Chooses the account: Postgres refuses to run as root, so a root process hands it to the owner of an existing
 * database folder, else to `postgres`, else to `nobody`.
 * @throws StartError when we are root and there is nobody to hand it to.
 */
export function chooseAccount(clusterDir: string): Account {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account !== undefined) return account
  throw new StartError(
    'The embedded database refuses to run as root, and this machine has neither a user "postgres" nor "nobody": ' +
      'start FastFollow as an ordinary user, or set DATABASE_URL.',
  )
}

/** Can this account run `path`, or enter it if it is a folder? A folder above it that is closed to the account says no. */
export function canReach(path: string, account: Account): boolean {
  if (account === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...account, cwd: '/' }).status === 0
}

function lookUp(name: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}
