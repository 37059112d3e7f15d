import { loadConfig, readEnvironment } from '../config.ts'
import { runServer } from '../main.ts'
import { noArguments } from './arguments.ts'

/** `fastfollow serve`: web and jobs in one process, on the embedded database or on `DATABASE_URL`. */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  await runServer(loadConfig(readEnvironment()), { web: true, worker: true })
}
