import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { StartError } from '../start-error.ts'
import { reach } from './folder.ts'
import { leash } from './leash.ts'
import type { PostgresPrograms } from './programs.ts'
import type { Account } from './system-account.ts'

/** Name of the database's superuser, which is also the user we connect as. */
export const DATABASE_USER = 'fastfollow'
/** The database that initdb makes anyway; making another would only lengthen the first start. */
export const DATABASE_NAME = 'postgres'

/**
 * Makes the database folder if there is none, and prepares it for `account`.
 * A first start that was killed leaves only a `postgres.new-…` folder, which the next one removes.
 * @throws StartError when the folder was made by another major version of Postgres.
 */
export async function prepareCluster(
  clusterDir: string,
  programs: PostgresPrograms,
  account: Account,
  durable: boolean,
): Promise<void> {
  removeUnfinished(clusterDir)
  if (fs.existsSync(clusterDir)) checkMajor(clusterDir, programs.major)
  else await initialise(clusterDir, programs, account, durable)
  if (account && fs.statSync(clusterDir).uid !== account.uid) giveTo(clusterDir, account)
  allowOnlyUs(clusterDir, account)
}

function removeUnfinished(clusterDir: string): void {
  const parent = dirname(clusterDir)
  for (const name of fs.readdirSync(parent))
    if (name.startsWith('postgres.new-'))
      fs.rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 20 })
}

function checkMajor(clusterDir: string, ours: number): void {
  const theirs = fs.readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  if (theirs === String(ours)) return
  throw new StartError(
    `The database in ${clusterDir} was made by PostgreSQL ${theirs}, and this FastFollow brings PostgreSQL ${ours}: ` +
      'with the FastFollow that made it run "npx fastfollow backup FILE", move that folder away, ' +
      'and with this one run "npx fastfollow restore FILE".',
  )
}

/** Makes the cluster aside, safely on disk, and only then gives it its name. */
async function initialise(
  clusterDir: string,
  programs: PostgresPrograms,
  account: Account,
  durable: boolean,
): Promise<void> {
  const half = fs.mkdtempSync(`${clusterDir}.new-`)
  if (account) fs.chownSync(half, account.uid, account.gid)
  using folder = reach(half, account)
  const lines: string[] = []
  const initdb = leash(
    programs.initdb,
    // The builtin provider sorts by code point: no library of the machine can change the order of an index later.
    [
      '-D',
      folder.path,
      '-U',
      DATABASE_USER,
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=peer',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { account, signal: 'TERM', folder: folder.descriptor, onLine: (line) => lines.push(line) },
  )
  if ((await initdb.exited) !== 0)
    throw new StartError(
      `The database could not be made in ${dirname(clusterDir)}: ${lines.slice(-3).join(' ')}`,
    )
  fs.renameSync(half, clusterDir)
  const parent = fs.openSync(dirname(clusterDir), 'r')
  fs.fsyncSync(parent)
  fs.closeSync(parent)
}

/** A folder that came back from a backup of the disk may belong to root. */
function giveTo(clusterDir: string, { uid, gid }: NonNullable<Account>): void {
  const { status } = spawnSync('chown', ['-R', '-h', `${uid}:${gid}`, clusterDir])
  if (status !== 0)
    throw new StartError(`${clusterDir} can't be given to the user ${uid} that runs the database.`)
}

/**
 * Lets in the account that runs FastFollow and nobody else: the kernel vouches for who is at the other end of the
 * socket ("peer"), so there is no password to keep.
 */
function allowOnlyUs(clusterDir: string, account: Account): void {
  replaceFile(join(clusterDir, 'pg_hba.conf'), 'local all all peer map=fastfollow\n', account)
  replaceFile(
    join(clusterDir, 'pg_ident.conf'),
    `fastfollow "${userInfo().username}" ${DATABASE_USER}\n`,
    account,
  )
}

/** Writes a new file over the old name: a link that the account put there is replaced, never followed. */
function replaceFile(path: string, text: string, account: Account): void {
  const fresh = `${path}.${randomUUID()}`
  fs.writeFileSync(fresh, text, { flag: 'wx', mode: 0o600 })
  if (account) fs.chownSync(fresh, account.uid, account.gid)
  fs.renameSync(fresh, path)
}
