import { StartError } from '../db/start-error.ts'
import { AppError, ConfigError } from '../errors.ts'
import { findCommand, usage } from './commands.ts'
import { UsageError } from './usage-error.ts'

const OLDEST_NODE = 24
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `FastFollow needs Node ${OLDEST_NODE} or newer, and this is Node ${process.versions.node}.\n`,
  )
  process.exit(1)
}

// `bin/fastfollow.js` runs us as a child where the machine's Node is too old, and its channel closes when it is killed.
process.channel?.unref()
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

try {
  const [name, ...args] = process.argv.slice(2)
  const command = await findCommand(name)
  await command(args)
} catch (error) {
  process.exitCode = 1
  process.stderr.write(explain(error))
}

/** What a person can mend is told in a sentence; only a fault of ours shows where it happened. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage()}`
  const isForPeople = error instanceof ConfigError || error instanceof StartError || error instanceof AppError
  if (isForPeople) return `${error.message}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}
