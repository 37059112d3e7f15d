import { AppError } from '../errors.ts'
import { routeOf } from './metrics.ts'
import type { Server } from './server-type.ts'

/**
 * One workspace's requests have at most half of the database connections (12 a process), and wait for each other: so a
 * program that asks for the slowest thing all the time makes its own workspace slow, and no other.
 */
const AT_ONCE = 6
/** Behind so many, waiting takes longer than coming back. */
const MOST_WAITING = 200
/** A live stream stays open for hours, and holds no connection of the database. */
const NOT_COUNTED = new Set(['/api/stream'])

export function shareFairly(server: Server, limits = { atOnce: AT_ONCE, waiting: MOST_WAITING }): void {
  const turns = createFairTurns(limits)
  server.addHook('preHandler', async (request, reply) => {
    if (request.viewer === null || NOT_COUNTED.has(routeOf(request))) return
    const leave = await turns.enter(request.viewer.workspaceId)
    reply.raw.once('finish', leave).once('close', leave)
    // The asker may have gone while this waited: then no event comes any more.
    if (reply.raw.destroyed) leave()
  })
}

/** Turns by key, in the order of coming. */
export function createFairTurns({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const keys = new Map<string, { inside: number; line: (() => void)[] }>()
  return {
    /** Resolves with what ends the turn; calling that twice is harmless. */
    async enter(key: string): Promise<() => void> {
      const one = keys.get(key) ?? { inside: 0, line: [] }
      keys.set(key, one)
      if (one.inside < atOnce) one.inside += 1
      else if (one.line.length < waiting) await new Promise<void>((resolve) => one.line.push(resolve))
      else
        throw new AppError('unavailable', 'Your workspace asks for too much at a time. Please try again.', {
          retryAfterS: 2,
        })
      let hasLeft = false
      return () => {
        if (hasLeft) return
        hasLeft = true
        const next = one.line.shift()
        if (next) next()
        else one.inside -= 1
        if (one.inside === 0) keys.delete(key)
      }
    },
  }
}
