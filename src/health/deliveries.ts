import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import type { DeliveryEntry, RawDelivery } from './health-shapes.ts'

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

/** The last deliveries that were stored. What failed its check is never stored; it is counted as an issue. */
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
