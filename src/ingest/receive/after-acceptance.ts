import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { noteArrivals } from '../../connections/arrival.ts'
import type { WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db } from '../../db/db.ts'
import { coalesce } from '../../jobs/coalesce.ts'
import type { Jobs } from '../../jobs/jobs.ts'

/** In a storm this often at most: a fetch loop that runs takes along what came meanwhile. */
const PAUSE_MS = 200

export interface Accepted {
  key: WebhookKey
  /** Whether it announced a call, which is now expected. */
  isCallExpected: boolean
}

/** What follows deliveries that are on disk. */
export interface AfterAcceptance {
  follow(accepted: Accepted[]): void
  /** Resolves when nothing is left to do. */
  done(): Promise<void>
}

/**
 * Notes that deliveries arrived and wakes the fetchers of their calls: at once, and then again for what came meanwhile.
 * Not in the transaction of the deliveries, for which a sender waits and which all others of a storm would wait for, too
 * (the same row of the connection, the one lock of all notifications). Should the process die in between, the sweep wakes
 * the fetchers within a second, and the next delivery is noted.
 */
export function afterAcceptance(deps: { db: Db; clock: Clock; jobs: Jobs; log: Logger }): AfterAcceptance {
  let reached = new Set<string>()
  let awaited = new Set<string>()

  async function noteAndWake(): Promise<void> {
    const [keys, connections] = [reached, awaited]
    reached = new Set()
    awaited = new Set()
    await noteArrivals(deps.db, deps.clock, [...keys])
    for (const connectionId of connections)
      await deps.jobs.wake(deps.db, 'gong-fetch', connectionId, { connectionId })
  }

  const following = coalesce(PAUSE_MS, noteAndWake, {
    log: deps.log,
    failed: 'What follows deliveries was left undone; the sweep wakes the fetchers.',
  })
  return {
    follow(accepted) {
      for (const { key, isCallExpected } of accepted) {
        reached.add(key.id)
        if (isCallExpected) awaited.add(key.connectionId)
      }
      if (reached.size > 0) following.ask()
    },
    done: following.done,
  }
}
