import { z } from 'zod'
import { viewerOf } from '../accounts/access.ts'
import { audit } from '../accounts/audit.ts'
import { findConnection } from '../connections/connection.ts'
import { AppError } from '../errors.ts'
import type { Server } from '../http/server-type.ts'
import { replayDeliveries } from '../ingest/receive/replay.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { readRawDelivery } from './deliveries.ts'
import { Health, RawDelivery, ReplayInput, RetryInput } from './health-shapes.ts'
import { readHealth, type HealthDeps } from './health.ts'
import { retryFailed } from './queues.ts'

const tags = ['Operation']
const access = { access: 'admin' } as const
const Counted = z.object({ count: z.int() })

/** `/api/admin/health…`: what the health page shows, and what can be pressed there. */
export function adminHealthRoutes(deps: HealthDeps & { jobs: Jobs }) {
  const { db, clock } = deps
  return (server: Server): void => {
    server.get(
      '/api/admin/health',
      {
        config: access,
        schema: { tags, summary: 'Is it working, since when, what is missing', response: { 200: Health } },
      },
      (request) => readHealth(viewerOf(request), deps),
    )

    server.get(
      '/api/admin/health/deliveries/:id',
      {
        config: access,
        schema: {
          tags,
          summary: 'One delivery as it came',
          params: z.object({ id: z.string().max(100) }),
          response: { 200: RawDelivery },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const delivery = await readRawDelivery(viewer.workspaceId, request.params.id, db)
        await audit(db, clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'delivery.opened',
          target: delivery.id,
        })
        return delivery
      },
    )

    server.post(
      '/api/admin/health/replay',
      {
        config: access,
        schema: {
          tags,
          summary: 'Let stored deliveries count once more',
          body: ReplayInput,
          response: { 200: Counted },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const count = await replayDeliveries(viewer.workspaceId, request.body, deps)
        const { ids, from, to } = request.body
        await audit(db, clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'deliveries.replayed',
          details: { count, ...(ids ? { ids: ids.length } : { from, to }) },
        })
        return { count }
      },
    )

    server.post(
      '/api/admin/health/retry',
      {
        config: access,
        schema: {
          tags,
          summary: 'Run failed jobs again: one, or all of a queue',
          body: RetryInput,
          response: { 200: Counted },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const count = await retryFailed(viewer.workspaceId, request.body, deps)
        await audit(db, clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'jobs.retried',
          target: request.body.queue,
          details: { count },
        })
        return { count }
      },
    )

    server.post(
      '/api/admin/health/send-test',
      {
        config: access,
        schema: {
          tags,
          summary: 'Let the simulator finish a call (simulator only)',
          response: { 202: z.object({ status: z.literal('sent') }) },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const connection = await findConnection(viewer.workspaceId, db)
        if (connection?.gong !== 'simulator' || connection.clientId === null || deps.simulatorUrl === null)
          throw new AppError(
            'conflict',
            'Only the simulator can send a test. In Gong, press "Test now" in the automation rule.',
          )
        await finishSimulatedCall(deps.simulatorUrl, connection.clientId)
        await audit(db, clock, viewer.workspaceId, { userId: viewer.userId, action: 'gong.test_sent' })
        return reply.code(202).send({ status: 'sent' as const })
      },
    )
  }
}

/** In the company that this client's connection belongs to: other workspaces have other ones. */
async function finishSimulatedCall(simulatorUrl: string, clientId: string): Promise<void> {
  try {
    const response = await fetch(`${simulatorUrl}/_simulator/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ count: 1, company: clientId }),
      signal: AbortSignal.timeout(5_000),
    })
    if (response.status === 404)
      throw new AppError(
        'conflict',
        'The simulator no longer knows this connection. Reconnect, then try again.',
      )
    if (!response.ok) throw new Error(`The simulator answered ${response.status}.`)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unavailable', 'The simulator could not be reached.', { cause, retryAfterS: 5 })
  }
}
