import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { ConfigError } from './errors.ts'
import { createSecrets, type Secrets } from './secrets.ts'

type KeyConfig = Pick<Config, 'database' | 'dataDir' | 'secretKey' | 'secretKeyOld'>

/** The roots of our keys: the present one, and older ones that are still read. */
export interface SecretKeys {
  current: string
  old: string[]
}

/** {@link Secrets} under the configured `SECRET_KEY`, or under the generated one of the data folder. */
export function openSecrets(config: KeyConfig): Secrets {
  const { current, old } = secretKeys(config)
  return createSecrets(current, old)
}

/**
 * The configured key, or else the one in `DATA_DIR/secret`, which is generated before the first database: a database
 * without its key is therefore a loss to tell about, not a first start.
 * @throws ConfigError naming SECRET_KEY when the file is lost or broken.
 */
export function secretKeys(config: KeyConfig): SecretKeys {
  const { secretKey, secretKeyOld, dataDir } = config
  if (secretKey !== undefined)
    return { current: secretKey, old: [...secretKeyOld, ...generatedBefore(config)] }
  const file = secretFile(dataDir)
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, 'postgres')))
      throw new ConfigError(
        `SECRET_KEY is not set and ${file} is gone, but there is a database that was sealed with one of them: ` +
          'put the file back, or set SECRET_KEY to the value it had.',
      )
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    generate(file)
  }
  const [current, ...old] = readSecretFile(file)
  if (current === undefined)
    throw new ConfigError(`SECRET_KEY is not set and ${file} is empty: put its content back.`)
  return { current, old }
}

/** Replaces the generated keys at once or not at all; the first is the present one. */
export function writeSecretFile(dataDir: string, keys: string[]): void {
  const file = secretFile(dataDir)
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${keys.join('\n')}\n`, { mode: 0o600 })
  renameSync(fresh, file)
}

/** Of two processes at their first start, the slower one takes the key of the faster. */
function generate(file: string): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(fresh)
  }
}

export function secretFile(dataDir: string): string {
  return join(dataDir, 'secret')
}

/** A deployment that moves from the generated key to `SECRET_KEY` can still read what it has. */
function generatedBefore({ database, dataDir }: KeyConfig): string[] {
  const file = secretFile(dataDir)
  return database.kind === 'embedded' && existsSync(file) ? readSecretFile(file) : []
}

function readSecretFile(file: string): string[] {
  // A copy or an unpacked archive may have opened it to others.
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}
