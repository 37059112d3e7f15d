import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Secrets } from '../secrets.ts'
import { findWebhookKey, type WebhookKey } from './webhook-keys.ts'

/**
 * Looks up addresses for deliveries; those that arrive while their address is being looked up share the answer. A burst
 * then costs one statement for many deliveries, and nothing is ever remembered: a key that is taken away is refused at once.
 */
export function createKeyLookup(deps: {
  db: Db
  secrets: Secrets
  clock: Clock
}): (key: string) => Promise<WebhookKey | null> {
  const underWay = new Map<string, Promise<WebhookKey | null>>()
  return (key) => {
    const known = underWay.get(key)
    if (known) return known
    const lookup = findWebhookKey(key, deps.db, deps.secrets, deps.clock.now()).finally(() =>
      underWay.delete(key),
    )
    underWay.set(key, lookup)
    return lookup
  }
}
