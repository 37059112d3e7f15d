import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Secrets } from '../secrets.ts'
import { findWebhookKeys, type WebhookKey } from './webhook-keys.ts'

/**
 * Looks up addresses for deliveries. Those that arrive while their address is being looked up share the answer, and
 * addresses that are asked for while a statement runs share the next one: a burst costs few statements, also over many
 * connections. Nothing is ever remembered: a key that is taken away is refused at once.
 */
export function createKeyLookup(deps: {
  db: Db
  secrets: Secrets
  clock: Clock
}): (key: string) => Promise<WebhookKey | null> {
  const { db, secrets, clock } = deps
  const underWay = new Map<string, Promise<WebhookKey | null>>()
  let running: Promise<unknown> = Promise.resolve()
  let next: { keys: string[]; open: ReturnType<typeof findWebhookKeys> } | undefined

  /** The statement that begins when the one that runs is over. */
  function nextStatement() {
    if (next) return next
    const keys: string[] = []
    const open = running.then(() => {
      next = undefined
      return findWebhookKeys(keys, db, secrets, clock.now())
    })
    running = open.catch(() => {})
    return (next = { keys, open })
  }

  return (key) => {
    const known = underWay.get(key)
    if (known) return known
    const statement = nextStatement()
    statement.keys.push(key)
    const lookup = statement.open.then((open) => open(key)).finally(() => underWay.delete(key))
    underWay.set(key, lookup)
    return lookup
  }
}
