import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import { PAGE_SIZE } from '../../gong/bulk.ts'
import type { Batch } from './choose-batch.ts'
import { COLUMNS, HISTORY, MOST_URGENT_FIRST, type DueCall } from './due-calls.ts'

/**
 * What may travel along in a request that still waits for its slot: what became due meanwhile, and what was put off
 * only because there was no slot.
 */
export async function readCompany(
  connection: Connection,
  batch: Batch,
  inFlight: ReadonlySet<string>,
  now: Date,
  db: Db,
): Promise<DueCall[]> {
  const isHistory = batch.lane === 'backfill'
  const { rows } = await sql<DueCall>`
    select ${COLUMNS} from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and waits_for = ${batch.ask}
      and (due_at <= ${now} or (due_at is not null and reason = 'allowance'))
      and (priority >= ${HISTORY}) = ${isHistory} and id <> all(${[...inFlight]}::text[])
    order by ${MOST_URGENT_FIRST}
    limit ${PAGE_SIZE - batch.calls.length}`.execute(db)
  return rows
}
