import { resolve } from 'node:path'
import { writeBackup } from '../db/backup/write-backup.ts'
import { onlyArgument } from './arguments.ts'
import { withDatabase } from './with-database.ts'

/** `fastfollow backup FILE`: saves everything but the secret key, also while the product runs. */
export async function run(args: string[]): Promise<void> {
  const file = resolve(onlyArgument(args, 'FILE'))
  const { rows, bytes } = await withDatabase(({ pool }) => writeBackup(pool, file, new Date()))
  process.stdout.write(
    `Saved ${rows} rows to ${file} (${Math.ceil(bytes / 1024)} kB).\n` +
      'It does not hold the secret key: keep DATA_DIR/secret, or your SECRET_KEY, in another safe place.\n',
  )
}
