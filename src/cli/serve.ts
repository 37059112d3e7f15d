import { loadConfig, readEnvironment } from '../config.ts'
import { noArguments } from './arguments.ts'

/** `fastfollow serve`: web and jobs in one process, on the embedded database or on `DATABASE_URL`. */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  const config = loadConfig(readEnvironment())
  // After the settings were read: a wrong one is told at once, and the product takes a second to load.
  const { runServer } = await import('../main.ts')
  await runServer(config, { web: true, worker: true })
}
