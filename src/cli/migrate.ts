import { noArguments } from './arguments.ts'
import { bringUpToDate, withDatabase } from './with-database.ts'

/** `fastfollow migrate`: brings the database up to date and stops. */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  const applied = await withDatabase(bringUpToDate)
  process.stdout.write(
    applied.length === 0
      ? 'The database is up to date.\n'
      : `Applied to the database: ${applied.join(', ')}.\n`,
  )
}
