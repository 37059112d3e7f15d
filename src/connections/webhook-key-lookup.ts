import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import type { Secrets } from '../secrets.ts'
import { findWebhookKeys, type WebhookKey } from './webhook-keys.ts'

/** Some kilobytes each: more addresses than one process serves, and no more than it can hold. */
const MOST_REMEMBERED = 10_000

export interface KeyLookup {
  /**
   * What is remembered of an address. It may have changed since, or be gone: it counts only where the statement that
   * stores the delivery finds its `version` unchanged (`docs/decisions/058`).
   */
  remembered(key: string): WebhookKey | undefined
  /** What the address is now, by the database; null = there is none. Remembered from then on. */
  read(key: string): Promise<WebhookKey | null>
}

/**
 * Looks up addresses for deliveries. Those that arrive while their address is being read share the answer, and addresses
 * that are asked for while a statement runs share the next one: a burst costs few statements, also over many connections.
 */
export function createKeyLookup(deps: { db: Db; secrets: Secrets; clock: Clock }): KeyLookup {
  const { db, secrets, clock } = deps
  const memory = new Map<string, WebhookKey>()
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

  function remember(key: string, found: WebhookKey | null): void {
    memory.delete(key)
    if (!found) return
    memory.set(key, found)
    const [oldest] = memory.keys()
    if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest)
  }

  async function readNow(key: string): Promise<WebhookKey | null> {
    const statement = nextStatement()
    statement.keys.push(key)
    try {
      const found = (await statement.open)(key)
      remember(key, found)
      return found
    } finally {
      underWay.delete(key)
    }
  }

  return {
    remembered: (key) => memory.get(key),
    read(key) {
      const known = underWay.get(key)
      if (known) return known
      const reading = readNow(key)
      underWay.set(key, reading)
      return reading
    },
  }
}
