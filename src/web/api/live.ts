import type { QueryClient } from '@tanstack/react-query'
import { throttle } from './throttle.ts'
import { keys } from './queries.ts'

/** Bursts (500 calls at once) become two refreshes a second; a single change is shown at once. */
const REFRESH_EVERY_MS = 400
/** A stream that the server refused (not merely dropped) is opened again after this, doubling up to a minute. */
const REOPEN_FIRST_MS = 1_000
const REOPEN_MOST_MS = 60_000

/** `since` is when the stream broke off, or null while it runs. */
export type LiveState = { downSince: number | null }

/**
 * Listens to `/api/stream` and refreshes what changed. The browser resumes a dropped stream by itself with
 * `Last-Event-ID`; where it gave up, a new stream begins and everything on screen is asked again.
 * Returns the stop function.
 */
export function listen(client: QueryClient, onState: (state: LiveState) => void): () => void {
  const refresh = refresher(client)
  let source: EventSource | undefined
  let reopen: ReturnType<typeof setTimeout> | undefined
  let wait = REOPEN_FIRST_MS
  let down: number | null = null

  const open = (again: boolean): void => {
    source = new EventSource('/api/stream')
    source.addEventListener('open', () => {
      wait = REOPEN_FIRST_MS
      down = null
      onState({ downSince: null })
      if (again) refresh.everything()
    })
    source.addEventListener('error', () => {
      down ??= Date.now()
      onState({ downSince: down })
      if (source?.readyState !== EventSource.CLOSED) return
      reopen = setTimeout(() => open(true), wait)
      wait = Math.min(wait * 2, REOPEN_MOST_MS)
    })
    source.addEventListener('call', (event) => refresh.call(idsOf(event)))
    source.addEventListener('followup', () => refresh.followUps())
    source.addEventListener('connection', () => refresh.connection())
    source.addEventListener('backfill', () => refresh.backfills())
    source.addEventListener('reset', () => refresh.everything())
  }

  open(false)
  return () => {
    clearTimeout(reopen)
    source?.close()
    refresh.stop()
  }
}

function refresher(client: QueryClient) {
  const lists = throttle(REFRESH_EVERY_MS, () => {
    void client.invalidateQueries({ queryKey: keys.calls })
    void client.invalidateQueries({ queryKey: keys.followUps })
    void client.invalidateQueries({ queryKey: keys.gong })
  })
  const openCalls = throttle(REFRESH_EVERY_MS, () => {
    void client.invalidateQueries({ queryKey: keys.anyCall })
    void client.invalidateQueries({ queryKey: keys.anyFollowUp })
  })
  const backfills = throttle(
    REFRESH_EVERY_MS,
    () => void client.invalidateQueries({ queryKey: keys.backfills }),
  )
  return {
    call(ids: string[]): void {
      lists()
      if (ids.length === 0) openCalls()
      for (const id of ids) void client.invalidateQueries({ queryKey: keys.call(id) })
    },
    followUps(): void {
      lists()
      openCalls()
    },
    connection: lists,
    backfills,
    everything: () => void client.invalidateQueries(),
    stop(): void {
      lists.cancel()
      openCalls.cancel()
      backfills.cancel()
    },
  }
}

/** The ids that an event names; none when it only says that something changed. */
export function idsOf(event: MessageEvent<unknown>): string[] {
  if (typeof event.data !== 'string') return []
  try {
    const data: unknown = JSON.parse(event.data)
    if (typeof data === 'string') return [data]
    if (typeof data !== 'object' || data === null) return []
    const ids = 'ids' in data ? data.ids : 'id' in data ? [data.id] : []
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}
