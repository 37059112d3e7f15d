import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { connect } from '../../src/db/open.ts'
import { createAllowance } from '../../src/gong/allowance/allowance.ts'
import { GongError } from '../../src/gong/errors.ts'
import type { Lane } from '../../src/gong/gong.ts'

/** What one process of a shared allowance does: several loops that take a slot and ask a Gong. Told by its argument. */
export interface TakerOrders {
  databaseUrl: string
  gongUrl: string
  key: string
  loops: number
  lane: Lane
  rate: { perSecond: number; perDay: number }
  /**
   * What the network adds to each request on its way, at most. It is reckoned, not slept: the request carries when it
   * arrives, in ms of the machine's monotonic clock, so that a busy machine does not pass for a bad network.
   */
  jitterMs: number
  forMs: number
}

const orders: TakerOrders = JSON.parse(process.argv[2] ?? '{}')
const log = pino({ level: 'silent' })
const { db } = connect({ connectionString: orders.databaseUrl }, log)
const allowance = createAllowance({ db, rate: orders.rate, log })
const until = performance.now() + orders.forMs

async function loop(of: string): Promise<void> {
  while (performance.now() < until) {
    try {
      await allowance.take(orders.key, orders.lane, { of })
      const arrivesAt = Number(process.hrtime.bigint()) / 1e6 + Math.random() * orders.jitterMs
      await fetch(orders.gongUrl, { method: 'POST', headers: { 'x-arrives-at': String(arrivesAt) } })
    } catch (error) {
      if (!(error instanceof GongError)) throw error
      await sleep(Math.max(0, Math.min(error.waitMs ?? 0, until - performance.now())))
    }
  }
}

await Promise.all(Array.from({ length: orders.loops }, (_, i) => loop(`${process.pid}-${i}`)))
await db.destroy()
