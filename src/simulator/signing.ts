import { createHash, createHmac, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { importPKCS8, SignJWT } from 'jose'

/** A subscription's token (`whsec_` + base64). Derived, so that no file holds it. */
export function subscriptionToken(secretHex: string, subscriptionId: string): string {
  return `whsec_${keyOf(secretHex, subscriptionId).toString('base64')}`
}

function keyOf(secretHex: string, subscriptionId: string): Buffer {
  return createHmac('sha256', Buffer.from(secretHex, 'hex')).update(`subscription:${subscriptionId}`).digest()
}

/** The headers of the Standard Webhooks specification. `wrong`: signed with a key that nobody knows. */
export function standardWebhookHeaders(
  message: { webhookId: string; body: string; atS: number },
  key: { secretHex: string; subscriptionId: string; wrong: boolean },
): Record<string, string> {
  const bytes = key.wrong ? randomBytes(32) : keyOf(key.secretHex, key.subscriptionId)
  const signature = createHmac('sha256', bytes)
    .update(`${message.webhookId}.${message.atS}.${message.body}`)
    .digest('base64')
  return {
    'webhook-id': message.webhookId,
    'webhook-timestamp': String(message.atS),
    'webhook-signature': `v1,${signature}`,
  }
}

// How long a delivery's JWT is valid; Gong's own value is not public.
const JWT_LIFE_S = 300

/** An automation rule's proof: RS256 over the receiver's address and the body's hash. */
export async function ruleJwt(
  message: { url: string; body: string; atS: number },
  key: { privateKey: string; wrong: boolean },
): Promise<string> {
  const pem = key.wrong ? (await newRuleKeys()).privateKey : key.privateKey
  return new SignJWT({
    webhook_url: message.url,
    body_sha256: createHash('sha256').update(message.body).digest('hex'),
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setExpirationTime(message.atS + JWT_LIFE_S)
    .sign(await importPKCS8(pem, 'RS256'))
}

/** A rule's key pair: PKCS8 in PEM, and the public one as bare base64 SPKI, as Gong's rule editor shows it. */
export async function newRuleKeys(): Promise<{ privateKey: string; publicKey: string }> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}
