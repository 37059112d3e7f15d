import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../../clock.ts'
import type { WebhookKey } from '../../connections/webhook-keys.ts'
import { webhookUrl } from '../../connections/webhook-keys.ts'
import { verifyRuleJwt } from '../../gong/signatures/rule-jwt.ts'
import { SignatureError } from '../../gong/signatures/signature-error.ts'
import { verifyStandardWebhook } from '../../gong/signatures/standard-webhook.ts'

/** A delivery whose sender is proven. `dedupeKey` tells it from its repeats. */
export interface VerifiedDelivery {
  dedupeKey: string
  verifiedBy: 'hmac' | 'jwt' | 'address'
  shape: 'event' | 'rule'
}

/**
 * Proves that Gong sent these bytes to this address. The key's stored mode chooses how; a key without a secret
 * refuses everything. Throws {@link SignatureError}.
 */
export async function verifyDelivery(
  key: WebhookKey,
  headers: IncomingHttpHeaders,
  rawBody: Buffer,
  deps: { clock: Clock; publicUrl: string },
): Promise<VerifiedDelivery> {
  if (key.secret === null) throw new SignatureError('no_key')
  switch (key.mode) {
    case 'subscription': {
      const { webhookId } = verifyStandardWebhook({
        secret: key.secret,
        headers,
        rawBody,
        now: deps.clock.now(),
      })
      return { dedupeKey: `id:${webhookId}`, verifiedBy: 'hmac', shape: 'event' }
    }
    case 'rule_jwt':
      await verifyRuleJwt({
        publicKey: key.secret,
        authorization: headers.authorization,
        rawBody,
        webhookUrl: webhookUrl(deps.publicUrl, key),
        now: deps.clock.now(),
      })
      return { dedupeKey: hashOf(rawBody), verifiedBy: 'jwt', shape: 'rule' }
    case 'rule_secret':
      return { dedupeKey: hashOf(rawBody), verifiedBy: 'address', shape: 'rule' }
  }
}

/** A rule's delivery has no id: the same body again is the same delivery. */
const hashOf = (rawBody: Buffer): string => `body:${createHash('sha256').update(rawBody).digest('hex')}`
