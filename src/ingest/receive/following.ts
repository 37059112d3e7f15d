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
 * comes to a connection that waits for its wake-up shares it. A wake-up that can't be given is made good by the sweep.
 */
export function createFollowing(deps: RoundDeps): Following {
  const webhookKeyIds = new Set<string>()
  const connectionIds = new Set<string>()
  let running: Promise<void> | undefined

  /** One that fails costs the others nothing. */
  async function attempt(taken: Parameters<Following['add']>[0]): Promise<void> {
    await follow(taken, deps).catch((error: unknown) =>
      deps.log.warn(
        { err: error },
        'What follows a delivery failed; the next sweep finds its call, the next delivery says that the webhook works.',
      ),
    )
  }

  async function run(): Promise<void> {
    while (webhookKeyIds.size + connectionIds.size > 0) {
      const keys = [...webhookKeyIds]
      const connections = [...connectionIds]
      webhookKeyIds.clear()
      connectionIds.clear()
      await attempt({ webhookKeyIds: keys, connectionIds: [] })
      for (const id of connections) await attempt({ webhookKeyIds: [], connectionIds: [id] })
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
