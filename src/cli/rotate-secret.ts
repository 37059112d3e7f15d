import { randomBytes } from 'node:crypto'
import { checkSecret, resealSecretCheck } from '../accounts/secret-check.ts'
import type { Config } from '../config.ts'
import type { OpenDb } from '../db/open.ts'
import { reseal } from '../db/reseal.ts'
import { StartError } from '../db/start-error.ts'
import { ConfigError } from '../errors.ts'
import { secretKeys, writeSecretFile, type SecretKeys } from '../secret-key.ts'
import { createSecrets } from '../secrets.ts'
import { noArguments } from './arguments.ts'
import { withCurrentDatabase } from './with-database.ts'

/**
 * `fastfollow rotate-secret`: seals what is stored with the new key. With SECRET_KEY in the environment the former one
 * stands in SECRET_KEY_OLD; a generated key is replaced by another generated one.
 */
export async function run(args: string[]): Promise<void> {
  noArguments(args)
  const count = await withCurrentDatabase((open, config) =>
    config.secretKey === undefined ? rotateGenerated(open, config) : rotateConfigured(open, config),
  )
  process.stdout.write(`Sealed ${count} stored secrets with the new key. Everybody signs in again.\n`)
}

async function rotateConfigured({ db }: OpenDb, config: Config): Promise<number> {
  const keys = secretKeys(config)
  if (keys.old.length === 0)
    throw new ConfigError(
      'SECRET_KEY_OLD is missing: set it to the former key, and SECRET_KEY to the new one.',
    )
  const count = await sealAnew(db, keys)
  process.stdout.write('SECRET_KEY_OLD is not needed any more.\n')
  return count
}

/** At every moment, also after a kill, the file holds each key that something is still sealed with. */
async function rotateGenerated({ db, isOurs }: OpenDb, config: Config): Promise<number> {
  // It would go on sealing with the key that it read at its start.
  if (!isOurs) throw new StartError('FastFollow is running: stop it first, then rotate its generated key.')
  const former = secretKeys(config)
  const keys = { current: randomBytes(32).toString('base64url'), old: [former.current, ...former.old] }
  writeSecretFile(config.dataDir, [keys.current, ...keys.old])
  const count = await sealAnew(db, keys)
  writeSecretFile(config.dataDir, [keys.current])
  return count
}

async function sealAnew(db: OpenDb['db'], keys: SecretKeys): Promise<number> {
  const secrets = createSecrets(keys.current, keys.old)
  await checkSecret(db, secrets)
  return db.transaction().execute(async (tx) => {
    const count = await reseal(tx, secrets)
    await resealSecretCheck(tx, secrets)
    return count
  })
}
