import { Client, type ClientConfig } from 'pg'
import { CHANGE_CHANNEL } from '../../db/changes.ts'
import type { Log } from '../log.ts'

export interface Listener {
  stop(): Promise<void>
}

const RETRY_MS = { first: 200, most: 5000 }

/**
 * One connection that hears of changes and comes back after it is lost. `onHint` is also called at each (re)connect:
 * what happened meanwhile was announced to nobody.
 */
export function listenForChanges(
  connection: ClientConfig,
  { onHint, log }: { onHint: () => void; log: Pick<Log, 'warn' | 'debug'> },
): Listener {
  let stopped = false
  let client: Client | undefined
  let retryMs = RETRY_MS.first
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new Client({ ...connection, keepAlive: true, connectionTimeoutMillis: 5000 })
    client = next
    next.on('notification', onHint)
    next.once('end', () => again(next))
    next.on('error', (error) => {
      log.warn({ err: error }, 'The live stream lost its database connection; it polls until it is back')
      again(next)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANGE_CHANNEL}`)
      retryMs = RETRY_MS.first
      onHint()
    } catch (error) {
      log.debug({ err: error }, 'The live stream can’t listen yet')
      again(next)
    }
  }

  function again(lost: Client): void {
    if (client !== lost) return
    client = undefined
    lost.end().catch(() => {})
    if (stopped) return
    timer = setTimeout(() => void connect(), retryMs)
    retryMs = Math.min(retryMs * 2, RETRY_MS.most)
  }

  void connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
