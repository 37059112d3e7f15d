import { sql } from 'kysely'
import { loadConfig, readEnvironment, type Config } from '../config.ts'
import { appliedMigrations, pendingMigrations } from '../db/migrate.ts'
import { openDb, type OpenDb } from '../db/open.ts'
import { checkSealed } from '../db/reseal.ts'
import { openSecrets } from '../secret-key.ts'
import { noArguments } from './arguments.ts'
import { commandLog } from './command-log.ts'
import { checkMail } from './doctor-mail.ts'
import { checkAddress, checkModel } from './doctor-reach.ts'
import { checkConnection, checkRoom, checkWriting, connectionIds } from './doctor-state.ts'

/**
 * `fastfollow doctor`: checks what the product needs and says in one line each what is right and what is not.
 * The exit code is 1 if anything is wrong. An embedded database that does not run is started for the check.
 */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  say('ok', 'Node', process.versions.node)
  const config = await check('Configuration', () => loadConfig(readEnvironment()), describe)
  if (!config) return
  await check(
    'Secret',
    () => openSecrets(config),
    () => secretSource(config),
  )
  const open = await check(
    'Database',
    () => openDb(config, { log: commandLog(), as: 'command' }),
    databaseName,
  )
  await check('Disk', () => checkRoom(config))
  const addresses = open ? await checkContent(open, config) : configuredAddresses(config)
  if (addresses.length === 0) say('ok', 'Gong', 'no client is configured yet, so there is nothing to reach')
  for (const address of addresses) await check('Gong', () => checkAddress(address))
  await check('Model', () => checkModel(config.writer))
  await check('Mail', () => checkMail(config.mail))
}

/** Runs one check and says what came of it. Answers what was found, or undefined where something is wrong. */
async function check<T>(
  what: string,
  look: () => T | Promise<T>,
  tell: (found: T) => string = String,
): Promise<T | undefined> {
  try {
    const found = await look()
    say('ok', what, tell(found))
    return found
  } catch (error) {
    process.exitCode = 1
    say('WRONG', what, error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function say(mark: 'ok' | 'WRONG', what: string, text: string): void {
  process.stdout.write(`${mark.padEnd(6)} ${what.padEnd(14)} ${text.replaceAll(/\s*\n\s*/g, ' ')}\n`)
}

function describe({ publicUrl, writer }: Config): string {
  return `pages at ${publicUrl}, follow-ups by ${writer.model}`
}

function secretSource({ secretKey, dataDir }: Config): string {
  return secretKey === undefined ? `generated, in ${dataDir}/secret` : 'from SECRET_KEY'
}

function databaseName({ clientConfig, isOurs }: OpenDb): string {
  if (clientConfig.connectionString !== undefined) return 'DATABASE_URL answers'
  return isOurs ? 'the embedded one starts and answers' : 'the embedded one runs and answers'
}

/** Looks into the database, closes it, and answers the addresses that we talk to. */
async function checkContent(open: OpenDb, config: Config): Promise<string[]> {
  try {
    await check('Writing', () => checkWriting(open.db))
    await check('Tables', () => tables(open))
    if ((await waitingFiles(open)).length > 0) return configuredAddresses(config)
    await check('Stored secrets', () => storedSecrets(open, config))
    for (const id of await connectionIds(open.db))
      await check('Connection', () => checkConnection(id, open.db))
    return [...new Set([...configuredAddresses(config), ...(await connectedAddresses(open))])]
  } finally {
    await open.close()
  }
}

async function tables(open: OpenDb): Promise<string> {
  const waiting = await pendingMigrations(open.db)
  if (waiting.length === 0) return 'up to date'
  const isNew = (await appliedMigrations(open.db)).length === 0
  if (open.isOurs || isNew) return 'the next start brings them up to date'
  throw new Error(
    `not up to date (${waiting.join(', ')}): restart FastFollow, or run "npx fastfollow migrate"`,
  )
}

async function waitingFiles({ db }: OpenDb): Promise<string[]> {
  // What does not fit at all was told by the check before.
  return pendingMigrations(db).catch(() => ['unknown'])
}

async function storedSecrets({ db }: OpenDb, config: Config): Promise<string> {
  const { stored, unreadable } = await checkSealed(db, openSecrets(config))
  if (unreadable === 0) return stored === 0 ? 'none yet' : `${stored}, all readable`
  throw new Error(`${unreadable} of ${stored} can't be read: SECRET_KEY is not the one they were sealed with`)
}

/** The Gong of the configuration, if it is there that a client would go. */
function configuredAddresses({ gong }: Config): string[] {
  return gong.client || gong.appUrlIsSet ? [gong.appUrl] : []
}

async function connectedAddresses({ db }: OpenDb): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select app_url as address from connection where gong = 'real'
    union select api_base_url from connection where gong = 'real' and api_base_url is not null`.execute(db)
  return rows.map((row) => row.address)
}
