import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import type { DeliveryEntry, Health, RawDelivery } from './health-shapes.ts'

interface Row {
  id: string
  receivedAt: Date
  kind: string
  verifiedBy: string
  isTest: boolean
  gongCallId: string | null
  callId: string | null
  callState: string | null
}

const columns = sql`
  d.id, d.received_at as "receivedAt", d.kind, d.verified_by as "verifiedBy", d.is_test as "isTest",
  d.gong_call_id as "gongCallId", c.id as "callId", c.state as "callState"`
const tables = sql`
  delivery d left join call c on c.connection_id = d.connection_id and c.gong_call_id = d.gong_call_id`

const LOOK_BACK_DAYS = 30
/** What is accepted is taken in within seconds, also in a storm. */
const LATE_AFTER_MS = 60_000

/**
 * What came to our addresses in 30 days: how many were new, came again, or failed their check. The latter are never
 * stored: they are counted with the reason, where the issue `signature_rejected` counts them.
 */
export async function readReceived(workspaceId: string, now: Date, db: Db): Promise<Health['received']> {
  const from = new Date(now.getTime() - LOOK_BACK_DAYS * 86_400_000)
  const { rows } = await sql<{ accepted: number; duplicates: number; duplicateAt: Date | null }>`
    select count(*)::int as accepted, coalesce(sum(repeats), 0)::int as duplicates, max(repeated_at) as "duplicateAt"
    from delivery where workspace_id = ${workspaceId} and received_at > ${from}`.execute(db)
  const { rows: refusals } = await sql<{ count: number; at: Date; reason: string | null }>`
    select count, last_seen_at as at, details ->> 'reason' as reason from issue
    where workspace_id = ${workspaceId} and code = 'signature_rejected' and last_seen_at > ${from}
    order by last_seen_at desc`.execute(db)
  const { rows: arrivals } = await sql<{ waiting: number; since: Date | null }>`
    select coalesce(sum(size), 0)::int as waiting, min(received_at) as since
    from arrival where workspace_id = ${workspaceId}`.execute(db)
  const since = arrivals[0]?.since ?? null
  return {
    accepted: rows[0]?.accepted ?? 0,
    waiting: {
      count: arrivals[0]?.waiting ?? 0,
      since: since?.toISOString() ?? null,
      isLate: since !== null && now.getTime() - since.getTime() > LATE_AFTER_MS,
    },
    duplicates: { count: rows[0]?.duplicates ?? 0, lastAt: rows[0]?.duplicateAt?.toISOString() ?? null },
    refused: {
      count: refusals.reduce((sum, each) => sum + each.count, 0),
      lastAt: refusals[0]?.at.toISOString() ?? null,
      lastReason: refusals[0]?.reason ?? null,
    },
  }
}

/** The last deliveries that were stored. */
export async function readDeliveries(workspaceId: string, limit: number, db: Db): Promise<DeliveryEntry[]> {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where d.workspace_id = ${workspaceId}
    order by d.received_at desc limit ${limit}`.execute(db)
  return rows.map(toEntry)
}

/** One delivery as it came. */
export async function readRawDelivery(workspaceId: string, id: string, db: Db): Promise<RawDelivery> {
  const { rows } = await sql<Row & { headers: Record<string, string>; body: string | null }>`
    select ${columns}, d.headers, d.body from ${tables}
    where d.workspace_id = ${workspaceId} and d.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('This delivery')
  return { ...toEntry(row), headers: row.headers, body: row.body }
}

function toEntry(row: Row): DeliveryEntry {
  const { id, kind, verifiedBy, isTest, gongCallId, callId, callState } = row
  // A stored delivery was answered 202: nothing is acknowledged before it is stored, and nothing stored is refused.
  return {
    id,
    receivedAt: row.receivedAt.toISOString(),
    kind,
    verifiedBy,
    answer: 202,
    isTest,
    gongCallId,
    callId,
    callState,
  }
}
