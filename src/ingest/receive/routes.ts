import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { raiseIssue } from '../../connections/issues.ts'
import { createKeyLookup } from '../../connections/webhook-key-lookup.ts'
import type { WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db } from '../../db/db.ts'
import { AppError, notFound } from '../../errors.ts'
import { SignatureError } from '../../gong/signatures/signature-error.ts'
import type { Server } from '../../http/server-type.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Secrets } from '../../secrets.ts'
import { createAcceptance } from './accept-delivery.ts'
import { parseDelivery } from './parse-delivery.ts'
import { verifyDelivery } from './verify-delivery.ts'

export interface ReceiveDeps {
  db: Db
  clock: Clock
  jobs: Jobs
  secrets: Secrets
  publicUrl: string
  log: Logger
  /** How long a delivery waits for the database. */
  storeWithinMs?: number | undefined
}

/** An address that changes more often while one delivery is taken is not looked at for ever. */
const MOST_TRIES = 3
/** A sender that is asked to come again knows where it is; one that is kept waiting gives up, and some never come back. */
const STORE_WITHIN_MS = 10_000

/** A rule's delivery holds a call's whole details; an event holds an id. */
const BODY_LIMIT = 1_048_576
/** Kept with the raw delivery. Authorization and signature headers are not: they are worth something. */
const KEPT_HEADERS = ['content-type', 'user-agent', 'webhook-id', 'webhook-timestamp', 'x-traceid']

/** `POST /api/webhooks/gong/{key}`: raw bytes → verify → parse → one transaction → 202. */
export function receiveRoutes(deps: ReceiveDeps) {
  const acceptance = createAcceptance(deps)
  const addresses = createKeyLookup(deps)
  const inTime = within(deps.storeWithinMs ?? STORE_WITHIN_MS)

  return (server: Server): void => {
    server.addHook('onReady', async () => acceptance.start())
    server.addHook('onClose', () => acceptance.stop())
    void server.register(async (scope: Server) => {
      // The signature covers the bytes as they came: nothing may parse them first.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(
        'application/json',
        { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
        (_request, body, done) => done(null, body),
      )
      scope.post(
        '/api/webhooks/gong/:key',
        {
          config: { access: 'none' },
          bodyLimit: BODY_LIMIT,
          schema: {
            tags: ['Gong'],
            summary: 'The receiver: Gong delivers here',
            params: z.object({ key: z.string().max(200) }),
            response: {
              200: z.object({ status: z.literal('duplicate') }),
              202: z.object({ status: z.literal('accepted') }),
            },
          },
        },
        async ({ params, headers, body }, reply) => {
          const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
          const outcome = await receive(params.key, headers, rawBody)
          return reply.code(outcome === 'accepted' ? 202 : 200).send({ status: outcome })
        },
      )
    })
  }

  /** By what is remembered of the address, and anew where the address is another one by now. */
  async function receive(address: string, headers: IncomingHttpHeaders, rawBody: Buffer): Promise<Outcome> {
    let key = addresses.remembered(address) ?? (await read(address))
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      try {
        const outcome = await take(key, headers, rawBody)
        if (outcome !== 'outdated') return outcome
        key = await read(address)
      } catch (error) {
        if (!isJudgement(error)) throw error
        const present = await read(address)
        if (present.version === key.version) return await refuse(key, error)
        key = present
      }
    }
    return notStored()
  }

  async function read(address: string): Promise<WebhookKey> {
    const key = await inTime(addresses.read(address)).catch(notStored)
    if (!key) throw notFound('This webhook address')
    return key
  }

  /** Throws {@link SignatureError}, and what `parseDelivery` throws. */
  async function take(
    key: WebhookKey,
    headers: IncomingHttpHeaders,
    rawBody: Buffer,
  ): Promise<Outcome | 'outdated'> {
    const verified = await verifyDelivery(key, headers, rawBody, deps)
    const announcement = parseDelivery(rawBody, verified.shape)
    // What is stored after all, too late, makes its repeat a duplicate.
    const outcome = await inTime(
      acceptance.accept({ key, verified, announcement, headers: keepHeaders(headers), rawBody }),
    ).catch(notStored)
    return outcome === 'unsure' ? notStored() : outcome
  }

  async function refuse(key: WebhookKey, error: unknown): Promise<never> {
    if (!(error instanceof SignatureError)) throw error
    const connection = { id: key.connectionId, workspaceId: key.workspaceId }
    await raiseIssue(deps.db, deps.clock, connection, 'signature_rejected', { reason: error.reason }).catch(
      notStored,
    )
    throw new AppError('unauthorized', 'The signature is not valid.', { cause: error })
  }
}

type Outcome = 'accepted' | 'duplicate'

/** Of the delivery, by what was known of its address. */
function isJudgement(error: unknown): boolean {
  return error instanceof SignatureError || (error instanceof AppError && error.code === 'bad_request')
}

function within(ms: number): <T>(work: Promise<T>) => Promise<T> {
  return (work) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The database took longer than ${ms / 1000} s`)), ms)
      void work.then(resolve, reject).finally(() => clearTimeout(timer))
    })
}

/** Nothing is acknowledged that is not on disk: the sender is asked to come again. */
function notStored(error?: unknown): never {
  throw new AppError('unavailable', 'The delivery could not be stored. Please send it again.', {
    cause: error,
    retryAfterS: 5,
  })
}

function keepHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string') kept[name] = value.slice(0, 500)
  }
  return kept
}
