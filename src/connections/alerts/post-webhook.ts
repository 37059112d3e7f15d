import type { LookupAddress } from 'node:dns'
import { Agent, request } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { productVersion } from '../../version.ts'
import { resolveOutside, type Outside } from './public-address.ts'
import { WebhookError } from './webhook-error.ts'

export interface OutgoingWebhook {
  url: string
  /** `whsec_…` */
  secret: string
  /** Stable over all tries of one message. */
  id: string
  body: string
}

const DEADLINE_MS = 10_000

/**
 * Posts one signed message (Standard Webhooks). The name is resolved here, every time, and the connection goes to the
 * addresses that were checked and to no other; redirects are not followed; the answer's body is not read.
 * @param now stands in the signature: receivers refuse what is older than five minutes, so each try is signed anew.
 * @throws WebhookError unless the answer is a success.
 */
export async function postWebhook(
  message: OutgoingWebhook,
  now: Date,
  where: Outside,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const url = new URL(message.url)
  const signal = AbortSignal.timeout(deadlineMs)
  const addresses = await inTime(resolveOutside(url.hostname, where), signal, url)
  const status = await post(url, message, now, { addresses, signal, ca: where.ca })
  if (status >= 200 && status < 300) return
  throw new WebhookError('not_accepted', refusal(url.host, status))
}

async function post(
  url: URL,
  { secret, id, body }: OutgoingWebhook,
  now: Date,
  { addresses, signal, ca }: { addresses: LookupAddress[]; signal: AbortSignal; ca: string | undefined },
): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': `FastFollow/${await productVersion()}`,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
  // An agent of its own: no connection outlives its message, and no proxy of the environment is asked to resolve the name.
  const agent = new Agent({ keepAlive: false })
  return new Promise<number>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers,
      agent,
      signal,
      lookup: pinned(addresses),
      maxHeaderSize: 16_384,
      ...(ca === undefined ? {} : { ca }),
    })
    sent.on('response', (answer) => {
      resolve(answer.statusCode ?? 0)
      // Whatever its length: nothing of the body is of use to us.
      sent.destroy()
    })
    sent.on('error', (error) => reject(unreachable(url, error, signal)))
    sent.end(body)
  })
}

/** Answers the checked addresses, whatever name is asked for. */
function pinned(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, done) => {
    const first = addresses[0]
    if (options.all) done(null, addresses)
    else if (first) done(null, first.address, first.family)
  }
}

/** The system's resolver can't be interrupted: we stop waiting for it. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal, url: URL): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(unreachable(url, signal.reason, signal))
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, late])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function unreachable(url: URL, cause: unknown, signal: AbortSignal): WebhookError {
  if (signal.aborted)
    return new WebhookError('unreachable', `${url.host} did not answer within ten seconds.`, { cause })
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new WebhookError('unreachable', `${url.host} can’t be reached${code}.`, { cause })
}

function refusal(host: string, status: number): string {
  if (status >= 300 && status < 400)
    return `${host} answers with a redirect (${status}), which is not followed: enter the final address.`
  if (status === 410) return `${host} says that this address is gone (410): enter another one.`
  return `${host} answers ${status}.`
}
