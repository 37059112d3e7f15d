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
import { noteRepeat } from './repeats.ts'
import { verifyDelivery, type VerifiedDelivery } from './verify-delivery.ts'

export interface ReceiveDeps {
  db: Db
  clock: Clock
  jobs: Jobs
  secrets: Secrets
  publicUrl: string
  log: Logger
}

/** A rule's delivery holds a call's whole details; an event holds an id. */
const BODY_LIMIT = 1_048_576
/** Kept with the raw delivery. Authorization and signature headers are not: they are worth something. */
const KEPT_HEADERS = ['content-type', 'user-agent', 'webhook-id', 'webhook-timestamp', 'x-traceid']

/** `POST /api/webhooks/gong/{key}`: raw bytes → verify → parse → one transaction → 202. */
export function receiveRoutes(deps: ReceiveDeps) {
  const acceptance = createAcceptance(deps)
  const findKey = createKeyLookup(deps)

  return (server: Server): void => {
    server.addHook('onClose', () => acceptance.done())
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
        async (request, reply) => {
          const key = await findKey(request.params.key).catch(notStored)
          if (!key) throw notFound('This webhook address')
          const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
          const verified = await verifyOrRefuse(key, request.headers, rawBody)
          const announcement = parseDelivery(rawBody, verified.shape)
          const headers = keepHeaders(request.headers)
          const outcome = await acceptance
            .accept({ key, verified, announcement, headers, rawBody })
            .catch(notStored)
          if (outcome === 'accepted') return reply.code(202).send({ status: 'accepted' as const })
          await noteRepeat(key, verified.dedupeKey, deps)
          return reply.code(200).send({ status: 'duplicate' as const })
        },
      )
    })
  }

  async function verifyOrRefuse(
    key: WebhookKey,
    headers: Parameters<typeof verifyDelivery>[1],
    rawBody: Buffer,
  ): Promise<VerifiedDelivery> {
    const connection = { id: key.connectionId, workspaceId: key.workspaceId }
    try {
      return await verifyDelivery(key, headers, rawBody, deps)
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error
      await raiseIssue(deps.db, deps.clock, connection, 'signature_rejected', { reason: error.reason }).catch(
        notStored,
      )
      throw new AppError('unauthorized', 'The signature is not valid.', { cause: error })
    }
  }
}

/** Nothing is acknowledged that is not on disk: the sender is asked to come again. */
function notStored(error: unknown): never {
  throw new AppError('unavailable', 'The delivery could not be stored. Please send it again.', {
    cause: error,
    retryAfterS: 5,
  })
}

function keepHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value.slice(0, 500)]] : []
    }),
  )
}
