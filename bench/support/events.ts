import { createHmac, createSecretKey, randomUUID } from 'node:crypto'

/** A signed `call.analyzed` event, as a subscription delivers it. */
export function signedEvent(
  token: string,
  callId: string,
): { headers: Record<string, string>; body: string } {
  const id = `msg_${randomUUID()}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const body = JSON.stringify({
    type: 'call.analyzed',
    timestamp: new Date().toISOString(),
    data: { callId, gongWorkspaceId: '623457276584334' },
  })
  const key = createSecretKey(Buffer.from(token.slice('whsec_'.length), 'base64'))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }
}
