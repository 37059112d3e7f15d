import { z } from 'zod'
import type { Server } from './server-type.ts'

/**
 * Something this process needs in order to serve. Rejects, or does not come back in time, when it is not there. Its name
 * is answered to anybody; what it says when it rejects is only logged.
 */
export interface ReadyCheck {
  name: string
  check: () => Promise<unknown>
}

const READY_WITHIN_MS = 2000

const Ready = z.object({
  status: z.enum(['ok', 'unavailable']),
  /** The first check that failed; others may fail because of it. */
  reason: z.string().optional(),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
})

/** `/healthz`: the process runs. `/readyz`: it can serve. */
export function healthRoutes(checks: readonly ReadyCheck[]) {
  return (server: Server): void => {
    server.get(
      '/healthz',
      {
        config: { access: 'none' },
        schema: {
          summary: 'Alive',
          tags: ['Operation'],
          response: { 200: z.object({ status: z.literal('ok') }) },
        },
      },
      async () => ({ status: 'ok' as const }),
    )

    server.get(
      '/readyz',
      {
        config: { access: 'none' },
        schema: { summary: 'Can serve', tags: ['Operation'], response: { 200: Ready, 503: Ready } },
      },
      async (request, reply) => {
        const results = await Promise.all(
          checks.map(async ({ name, check }) => {
            try {
              await within(READY_WITHIN_MS, check())
              return [name, 'ok'] as const
            } catch (error) {
              request.log.warn({ err: error, check: name }, 'Not ready')
              return [name, 'failed'] as const
            }
          }),
        )
        const failed = results.find(([, result]) => result === 'failed')
        const answer = { checks: Object.fromEntries(results) }
        if (!failed) return reply.send({ status: 'ok', ...answer })
        return reply.code(503).send({ status: 'unavailable', reason: failed[0], ...answer })
      },
    )
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms)
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
