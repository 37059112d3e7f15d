import { createHash, randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { Webhook } from 'standardwebhooks'

/** A delivery as a Gong that offers subscriptions sends it (Standard Webhooks), or a spoiled one. */
export function signedEvent(
  token: string,
  body: unknown,
  options: { id?: string; at?: Date } = {},
): { headers: Record<string, string>; body: string } {
  const id = options.id ?? `msg_${randomUUID()}`
  const at = options.at ?? new Date()
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(token).sign(id, at, text),
    },
    body: text,
  }
}

export function analyzed(callId: string): {
  type: string
  timestamp: string
  data: { callId: string; gongWorkspaceId: string }
} {
  return {
    type: 'call.analyzed',
    timestamp: new Date().toISOString(),
    data: { callId, gongWorkspaceId: '1' },
  }
}

/** An automation rule's delivery: a raw JWT in `Authorization` that covers address and body. */
export async function signedByRule(
  privateKeyPem: string,
  url: string,
  body: unknown,
  claims: { webhook_url?: string; expiresIn?: string; body_sha256?: string } = {},
): Promise<{ headers: Record<string, string>; body: string }> {
  const text = JSON.stringify(body)
  const jwt = await new SignJWT({
    webhook_url: claims.webhook_url ?? url,
    body_sha256: claims.body_sha256 ?? createHash('sha256').update(text).digest('hex'),
  })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime(claims.expiresIn ?? '5m')
    .sign(await importPKCS8(privateKeyPem, 'RS256'))
  return { headers: { 'content-type': 'application/json', authorization: jwt }, body: text }
}
