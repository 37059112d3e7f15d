import { sql } from 'kysely'
import type { GongConfig } from '../config.ts'
import type { Connection } from '../connections/connection.ts'
import { allowanceKey } from '../connections/session.ts'
import type { Db } from '../db/db.ts'
import { PAGE_SIZE } from '../gong/bulk.ts'

/**
 * What comparing Gong's list with ours may cost, as shares of a day's requests: together a tenth, so that the rest is
 * left to calls. `all` is the weekly comparison of everything.
 */
const SHARE_OF_DAY = { short: 0.03, wide: 0.03, all: 0.04 }
const DAY_MS = 86_400_000

/** How many requests a day a kind of comparison may cost this connection. Those who share an OAuth client share its day. */
export async function comparisonsADay(
  kind: keyof typeof SHARE_OF_DAY,
  connection: Connection,
  deps: { db: Db; config: GongConfig },
): Promise<number> {
  const sharers = await countSharers(connection, deps)
  return (deps.config.rate.perDay * SHARE_OF_DAY[kind]) / sharers
}

/** How long after a comparison in which Gong listed so many calls the next of its kind may begin. */
export function comparisonPaceMs(listed: number, requestsADay: number, atLeastMs: number): number {
  const pages = Math.max(1, Math.ceil(listed / PAGE_SIZE))
  return Math.max(atLeastMs, Math.ceil((pages * DAY_MS) / requestsADay))
}

/** Connections whose requests count against the same allowance, this one among them. */
async function countSharers(
  connection: Connection,
  { db, config }: { db: Db; config: GongConfig },
): Promise<number> {
  const key = allowanceKey(connection, config)
  const { rows } = await sql<Pick<Connection, 'id' | 'clientId' | 'companyHost'>>`
    select id, client_id as "clientId", company_host as "companyHost" from connection
    where client_id is not distinct from ${connection.clientId} and access_token_sealed is not null`.execute(
    db,
  )
  return Math.max(1, rows.filter((row) => allowanceKey({ ...connection, ...row }, config) === key).length)
}
