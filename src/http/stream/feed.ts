import type { ClientConfig } from 'pg'
import type { Db } from '../../db/db.ts'
import type { Log } from '../log.ts'
import { type Change, changesAfter, newestPlace, type Place, pruneChanges, START } from './change-rows.ts'
import { listenForChanges, type Listener } from './listener.ts'

export interface Subscriber {
  workspaceId: string
  /** Must not block; changes come in stream order, each at least once. */
  onChanges(changes: readonly Change[]): void
}

export interface ChangeFeed {
  start(): Promise<void>
  stop(): Promise<void>
  /** From now on the subscriber hears of everything after the answered place. */
  subscribe(subscriber: Subscriber): { from: Place; unsubscribe: () => void }
}

export interface FeedParts {
  db: Db
  /** How to open the one connection that listens. */
  connection: ClientConfig
  log: Pick<Log, 'warn' | 'debug' | 'error'>
}

const PAGE = 1000
/** The net under NOTIFY, which is only a hint. */
const POLL_MS = 5000
/** Older transactions usually end within milliseconds; a long one must not make us spin. */
const UNSETTLED_MS = { first: 10, most: 500 }
const PRUNE_MS = 60 * 60 * 1000

/** Reads what changed, once for the whole process, and hands it to the streams that are open. */
export function createChangeFeed({ db, connection, log }: FeedParts): ChangeFeed {
  const subscribers = new Map<string, Set<Subscriber>>()
  const timers: NodeJS.Timeout[] = []
  let place: Place = START
  let listener: Listener | undefined
  let stopped = false
  let reading: Promise<void> | null = null
  let hinted = false
  let soon: NodeJS.Timeout | undefined
  let unsettledMs = UNSETTLED_MS.first

  function hint(): void {
    hinted = true
    if (reading !== null || stopped) return
    reading = readAll()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'The live stream could not read what changed; it tries again'),
      )
      .finally(() => {
        reading = null
        if (hinted) hint()
      })
  }

  async function readAll(): Promise<void> {
    hinted = false
    if (subscribers.size === 0 && (await skipAhead())) return
    let page = await readPage()
    while (page.more && !page.unsettled) page = await readPage()
    if (page.unsettled && !stopped) askAgainSoon()
    else unsettledMs = UNSETTLED_MS.first
  }

  /** Nobody listens: only where the stream ends is remembered. False where somebody came meanwhile. */
  async function skipAhead(): Promise<boolean> {
    const newest = await newestPlace(db)
    if (subscribers.size > 0) return false
    place = newest ?? place
    return true
  }

  async function readPage() {
    const page = await changesAfter(db, place, PAGE)
    place = page.changes.at(-1) ?? place
    hand(page.changes)
    return page
  }

  function askAgainSoon(): void {
    clearTimeout(soon)
    soon = setTimeout(hint, unsettledMs)
    unsettledMs = Math.min(unsettledMs * 2, UNSETTLED_MS.most)
  }

  function hand(changes: readonly Change[]): void {
    for (const [workspaceId, ofWorkspace] of Map.groupBy(changes, (change) => change.workspaceId))
      for (const subscriber of subscribers.get(workspaceId) ?? []) subscriber.onChanges(ofWorkspace)
  }

  async function prune(): Promise<void> {
    try {
      await pruneChanges(db)
    } catch (error) {
      log.warn({ err: error }, 'Old entries of the live stream could not be removed')
    }
  }

  return {
    async start() {
      await prune()
      place = (await newestPlace(db)) ?? START
      listener = listenForChanges(connection, { onHint: hint, log })
      timers.push(
        setInterval(hint, POLL_MS),
        setInterval(() => void prune(), PRUNE_MS),
      )
    },
    async stop() {
      stopped = true
      hinted = false
      clearTimeout(soon)
      timers.forEach((timer) => clearInterval(timer))
      await listener?.stop()
      await reading
    },
    subscribe(subscriber) {
      const isFirst = subscribers.size === 0
      const peers = subscribers.get(subscriber.workspaceId) ?? new Set()
      subscribers.set(subscriber.workspaceId, peers.add(subscriber))
      // What was written since the last look, when nobody listened, is read now.
      if (isFirst) hint()
      return {
        from: place,
        unsubscribe() {
          peers.delete(subscriber)
          if (peers.size === 0 && subscribers.get(subscriber.workspaceId) === peers)
            subscribers.delete(subscriber.workspaceId)
        },
      }
    },
  }
}
