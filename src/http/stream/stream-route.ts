import { z } from 'zod'
import { viewerOf } from '../../accounts/access.ts'
import type { Authenticate } from '../../accounts/auth.ts'
import { AppError } from '../../errors.ts'
import type { Server } from '../server-type.ts'
import { EventStream, type StreamParts } from './stream.ts'

export interface StreamRouteParts extends StreamParts {
  authenticate: Authenticate
  /** For tests; the defaults keep proxies awake and end a revoked session's stream within a minute. */
  heartbeatMs?: number
  recheckMs?: number
}

/** A person with a dozen open pages; a program needs one. */
const PER_PERSON = 24
const PER_PROCESS = 5000

/** `GET /api/stream`: what changes, as it changes. */
export function streamRoute({
  authenticate,
  heartbeatMs = 20_000,
  recheckMs = 45_000,
  ...parts
}: StreamRouteParts) {
  return (server: Server): void => {
    const open = new Map<EventStream, string>()

    server.get(
      '/api/stream',
      {
        exposeHeadRoute: false,
        schema: {
          summary: 'Live changes as server-sent events',
          description:
            'Events `call`, `followup`, `connection` and `backfill` carry `{"id": …}`: ask for the rest. `Last-Event-ID` resumes; ' +
            'nothing is skipped, some may repeat. `reset`: too much was missed, load everything anew.',
          tags: ['Live'],
          headers: z.object({ 'last-event-id': z.string().max(40).optional() }),
          response: {
            200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
          },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        assertRoom([...open.values()].filter((userId) => userId === viewer.userId).length, open.size)
        const stream = new EventStream(parts, viewer)
        open.set(stream, viewer.userId)

        const timers = [
          setInterval(() => stream.heartbeat(), heartbeatMs),
          setInterval(async () => {
            const now = await authenticate(request, { prolong: false }).catch(() => undefined)
            if (now === undefined) return // the database is away: ask again
            if (now.viewer === null || now.viewer.workspaceId !== viewer.workspaceId) stream.end()
            else stream.viewer = now.viewer
          }, recheckMs),
        ]
        stream.once('close', () => {
          timers.forEach((timer) => clearInterval(timer))
          open.delete(stream)
        })
        reply.raw.once('close', () => stream.destroy())

        stream.start(request.headers['last-event-id'])
        return reply
          .headers({
            'content-type': 'text/event-stream; charset=utf-8',
            'x-accel-buffering': 'no',
            connection: 'close',
          })
          .send(stream as unknown as string)
      },
    )

    server.addHook('preClose', async () => {
      for (const stream of open.keys()) stream.end()
    })
  }
}

function assertRoom(ofPerson: number, ofProcess: number): void {
  if (ofPerson >= PER_PERSON)
    throw new AppError(
      'too_many_requests',
      `You have ${PER_PERSON} live streams open. Please close some pages.`,
      {
        retryAfterS: 30,
      },
    )
  if (ofProcess >= PER_PROCESS)
    throw new AppError('unavailable', 'Too many live streams are open here. Please try again in a moment.')
}
