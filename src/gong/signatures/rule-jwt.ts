import { createHash, createPublicKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { errors, jwtVerify, type JWTPayload } from 'jose'
import { SignatureError } from './signature-error.ts'

/** Clocks differ by a little; a delivery is not refused for that. */
const CLOCK_TOLERANCE_S = 5
/** A genuine one has under 1,000 characters. */
const MOST_CHARACTERS = 8192

/**
 * Verifies an automation rule's delivery: a JWT in `Authorization` (with or without `Bearer`), signed with RS256 by the
 * rule's key, not expired, made for our address and for exactly this body. `publicKey` is a PEM as {@link importRuleKey}
 * returns it; `webhookUrl` is the address that we configured, never the request's. Throws SignatureError.
 */
export async function verifyRuleJwt(delivery: {
  publicKey: string | null
  authorization: string | undefined
  rawBody: Buffer
  webhookUrl: string
  now: Date
}): Promise<void> {
  if (!delivery.publicKey) throw new SignatureError('no_key')
  const token = /^(?:bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(delivery.authorization?.trim() ?? '')?.[1]
  if (!token || token.length > MOST_CHARACTERS) throw new SignatureError('missing_signature')
  const claims = await verifiedClaims(token, publicKey(delivery.publicKey), delivery.now)
  if (claims['webhook_url'] !== delivery.webhookUrl) throw new SignatureError('wrong_url')
  if (!isHashOf(claims['body_sha256'], delivery.rawBody)) throw new SignatureError('wrong_body')
}

async function verifiedClaims(token: string, key: KeyObject, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_S,
    })
    return payload
  } catch (cause) {
    // jose looks at claims only after the signature held.
    const isAboutTime = cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed
    throw new SignatureError(isAboutTime ? 'expired' : 'wrong_signature', { cause })
  }
}

function isHashOf(claimed: unknown, body: Buffer): boolean {
  if (typeof claimed !== 'string' || !/^[0-9a-f]{64}$/.test(claimed)) return false
  return timingSafeEqual(Buffer.from(claimed, 'hex'), createHash('sha256').update(body).digest())
}

/** Parsing a PEM takes longer than verifying with it, and one rule delivers again and again. */
const parsedKeys = new Map<string, KeyObject>()
const MOST_PARSED_KEYS = 1_000

function publicKey(pem: string): KeyObject {
  const known = parsedKeys.get(pem)
  if (known) return known
  const key = parsePem(pem)
  if (parsedKeys.size >= MOST_PARSED_KEYS) parsedKeys.clear()
  parsedKeys.set(pem, key)
  return key
}

function parsePem(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new SignatureError('no_key', { cause })
  }
}
