import { loadConfig, readEnvironment } from '../config.ts'
import { noArguments } from './arguments.ts'
import { requireSharedDatabase } from './shared-database.ts'

/** `fastfollow worker`: the jobs without the pages; any number of them on one Postgres. */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  const config = requireSharedDatabase(loadConfig(readEnvironment()), 'worker')
  // After the settings were read: a wrong one is told at once, and the product takes a second to load.
  const { runServer } = await import('../main.ts')
  await runServer(config, { web: false, worker: true })
}
