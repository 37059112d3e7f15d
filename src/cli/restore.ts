import { resolve } from 'node:path'
import { checkSecret } from '../accounts/secret-check.ts'
import type { Config } from '../config.ts'
import { readBackup } from '../db/backup/read-backup.ts'
import type { OpenDb } from '../db/open.ts'
import { StartError } from '../db/start-error.ts'
import { ConfigError } from '../errors.ts'
import { openSecrets } from '../secret-key.ts'
import { onlyArgument } from './arguments.ts'
import { bringUpToDate, withDatabase } from './with-database.ts'

/** `fastfollow restore FILE`: reads a backup into an empty database and brings it up to date. */
export async function run(args: string[]): Promise<void> {
  const file = resolve(onlyArgument(args, 'FILE'))
  await withDatabase(async (open, config) => {
    if (config.database.kind === 'embedded' && !open.isOurs)
      throw new StartError('FastFollow is running on this database: stop it first, then restore.')
    const { rows, madeAt } = await readBackup(open.db, open.pool, file)
    await bringUpToDate(open)
    process.stdout.write(`Restored ${rows} rows of ${madeAt}.\n`)
    await remindOfSecret(open, config)
  })
}

async function remindOfSecret({ db }: OpenDb, config: Config): Promise<void> {
  try {
    await checkSecret(db, openSecrets(config))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stdout.write(
      'Its stored secrets were sealed with another key. Before the next start put the former file "secret" into ' +
        `${config.dataDir}, or set SECRET_KEY to the former value.\n`,
    )
  }
}
