import { createPublicKey, type KeyObject } from 'node:crypto'
import { AppError } from '../../errors.ts'

/** Shorter keys can be broken; longer ones than this only cost time (each delivery is verified before anything else). */
const LEAST_BITS = 2048
const MOST_BITS = 8192
const MOST_CHARACTERS = 5_000

/**
 * Reads the public key that an admin copied from Gong's rule editor: bare base64 (SPKI), or PEM.
 * Returns PEM. Throws AppError `bad_request` with a sentence for the admin.
 */
export function importRuleKey(text: string): string {
  if (text.length > MOST_CHARACTERS) throw refused('This is too long for a public key.')
  if (/PRIVATE KEY/.test(text))
    throw refused('This is a private key. FastFollow needs only the public one; treat this one as leaked.')
  const key = parse(der(text))
  if (key.asymmetricKeyType !== 'rsa') throw refused('This is not an RSA key; Gong signs with RSA.')
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < LEAST_BITS)
    throw refused(`This key has ${modulusLength} bits; at least ${LEAST_BITS} are needed.`)
  if (modulusLength > MOST_BITS)
    throw refused(`This key has ${modulusLength} bits; at most ${MOST_BITS} are taken.`)
  // With the exponent 1 every text would be its own signature.
  if (publicExponent < 3n) throw refused('This key is not safe: its exponent is too small.')
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function der(text: string): Buffer {
  const pem = /^-----BEGIN PUBLIC KEY-----([\s\S]+)-----END PUBLIC KEY-----$/.exec(text.trim())
  const base64 = (pem?.[1] ?? text).replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]{100,}={0,2}$/.test(base64))
    throw refused('This is not a public key. Copy the whole text that Gong shows beside "Signed JWT header".')
  return Buffer.from(base64, 'base64')
}

function parse(spki: Buffer): KeyObject {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch (cause) {
    throw refused(
      'This is not a whole public key. Copy all of it from Gong, from the first character to the last.',
      cause,
    )
  }
}

function refused(message: string, cause?: unknown): AppError {
  return new AppError('bad_request', message, { cause })
}
