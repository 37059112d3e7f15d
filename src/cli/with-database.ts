import { loadConfig, readEnvironment, type Config } from '../config.ts'
import { migrate, pendingMigrations } from '../db/migrate.ts'
import { openDb, type OpenDb } from '../db/open.ts'
import { StartError } from '../db/start-error.ts'
import { migrateJobs } from '../jobs/jobs.ts'
import { commandLog } from './command-log.ts'

/**
 * Opens the database of the environment for a short command, lets it work, and closes it: attached to the embedded one
 * that runs, or started for this command alone.
 */
export async function withDatabase<T>(work: (open: OpenDb, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(readEnvironment())
  const open = await openDb(config, { log: commandLog(), as: 'command' })
  try {
    return await work(open, config)
  } finally {
    await open.close()
  }
}

/** The same, on a database that is up to date: one that belongs to us alone is brought there, others are left as they are. */
export async function withCurrentDatabase<T>(work: (open: OpenDb, config: Config) => Promise<T>): Promise<T> {
  return withDatabase(async (open, config) => {
    if (open.isOurs) await bringUpToDate(open)
    else await refuseOutdated(open)
    return work(open, config)
  })
}

/** Applies what is missing, of our own tables and of the job engine's. Answers the names of the files applied. */
export async function bringUpToDate({ db, clientConfig }: OpenDb): Promise<string[]> {
  return migrate(db, { after: () => migrateJobs(clientConfig) })
}

async function refuseOutdated({ db }: OpenDb): Promise<void> {
  const waiting = await pendingMigrations(db)
  if (waiting.length > 0)
    throw new StartError(
      `The database is not up to date (${waiting.join(', ')}): run "npx fastfollow migrate" first.`,
    )
}
