import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import { PAGE_SIZE } from '../../gong/bulk.ts'

/** The priority of history; calls that somebody waits for have less. */
export const HISTORY = 2

/** A call that Gong is to be asked for now. */
export interface DueCall {
  id: string
  gongCallId: string
  waitsFor: 'details' | 'transcript'
  /** 0 live, 1 found by comparing lists, 2 history. */
  priority: number
  /** The news that this fetch knows of: news that arrives meanwhile keeps the call due. */
  news: number
  asks: number
  dueAt: Date
}

export const COLUMNS = sql.raw(
  'id, gong_call_id as "gongCallId", waits_for as "waitsFor", priority, news, asks, due_at as "dueAt"',
)
export const MOST_URGENT_FIRST = sql.raw('priority, started_at desc nulls first, expected_at desc')

/** What is due and not in flight, the most urgent first: of each kind no more than a request holds. */
export async function readDue(
  connection: Connection,
  inFlight: ReadonlySet<string>,
  now: Date,
  db: Db,
): Promise<DueCall[]> {
  const ofKind = (kind: DueCall['waitsFor']) => sql`(
    select ${COLUMNS} from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and waits_for = ${kind}
      and due_at <= ${now} and id <> all(${[...inFlight]}::text[])
    order by ${MOST_URGENT_FIRST}
    limit ${PAGE_SIZE})`
  const { rows } = await sql<DueCall>`${ofKind('details')} union all ${ofKind('transcript')}`.execute(db)
  return rows
}
