import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { ConfigError } from '../errors.ts'
import type { Secrets } from '../secrets.ts'

const PURPOSE = 'deployment'

/**
 * Stops a start whose SECRET_KEY is not the one that this database's secrets were sealed with. The first start
 * on a database writes the mark that later ones read.
 */
export async function checkSecret(db: Db, secrets: Secrets): Promise<void> {
  await sql`
    update deployment set secret_check = ${secrets.seal('FastFollow', PURPOSE)} where secret_check is null
  `.execute(db)
  const { rows } = await sql<{ secret_check: string }>`select secret_check from deployment`.execute(db)
  try {
    secrets.unseal(rows[0]?.secret_check ?? '', PURPOSE)
  } catch {
    throw new ConfigError(
      'SECRET_KEY is not the one that this database was made with, so its stored secrets can’t be read. ' +
        'Please start with the former key, or give it as SECRET_KEY_OLD and run "npx fastfollow rotate-secret".',
    )
  }
}

/** For `rotate-secret`: seals the mark anew with the present key. */
export async function resealSecretCheck(db: Db, secrets: Secrets): Promise<void> {
  await sql`update deployment set secret_check = ${secrets.seal('FastFollow', PURPOSE)}`.execute(db)
}
