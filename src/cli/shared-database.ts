import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'

/** One role alone makes sense only beside another, and the embedded database is for one process. */
export function requireSharedDatabase(config: Config, command: string): Config {
  if (config.database.kind === 'url') return config
  throw new ConfigError(
    `DATABASE_URL is missing: "fastfollow ${command}" shares a database with other machines; for one machine there is "fastfollow serve".`,
  )
}
