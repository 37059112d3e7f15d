import { follow, type RoundDeps } from './round.ts'
import type { TakenIn } from './take-in.ts'

/** What follows deliveries that are in the log, beside the rounds that take them in. */
export interface Following {
  add(taken: Pick<TakenIn, 'webhookKeyIds' | 'connectionIds'>): void
  /** Resolves when nothing is left to do. */
  done(): Promise<void>
}

/**
 * A storm over many connections leads to a wake-up for each: what arrives meanwhile does not wait for those, and what
 * comes to a connection that waits for its wake-up shares it. A hint that can't be given is made good by the sweep.
 */
export function createFollowing(deps: RoundDeps): Following {
  const webhookKeyIds = new Set<string>()
  const connectionIds = new Set<string>()
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (webhookKeyIds.size + connectionIds.size > 0) {
      const next = { webhookKeyIds: [...webhookKeyIds], connectionIds: [...connectionIds] }
      webhookKeyIds.clear()
      connectionIds.clear()
      await follow(next, deps).catch((error: unknown) =>
        deps.log.warn(
          { err: error },
          'Nobody was told of calls that were announced; the next sweep finds them.',
        ),
      )
    }
    running = undefined
  }

  return {
    add(taken) {
      for (const id of taken.webhookKeyIds) webhookKeyIds.add(id)
      for (const id of taken.connectionIds) connectionIds.add(id)
      if (webhookKeyIds.size + connectionIds.size > 0) running ??= run()
    },
    done: async () => running,
  }
}
