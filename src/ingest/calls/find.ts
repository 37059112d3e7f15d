import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import { findConnection, isConnected } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import { AppError } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { FoundCall } from '../call-shapes.ts'
import { expectCalls } from '../expect.ts'
import { callColumns, callTables, toSummary, type CallRow } from './call-row.ts'
import { maySee, type Reader } from './visibility.ts'

/** "Where is this call?": here, with its state in words; or watched from now on, until Gong lists it (48 hours). */
export async function findCall(
  reader: Reader,
  gong: string,
  deps: { db: Db; clock: Clock; jobs: Jobs },
): Promise<FoundCall> {
  const gongCallId = readCallId(gong)
  const here = await readByGongId(reader, gongCallId, deps.db)
  if (here) {
    const call = toSummary(here, reader)
    return { found: 'here', message: call.reasonText ?? 'This call is here.', call }
  }
  const connection = await findConnection(reader.workspaceId, deps.db)
  if (!connection || !isConnected(connection))
    throw new AppError('conflict', 'Gong is not connected, so it can not be asked for this call.')
  // A call that the reader may not see is answered like one that nobody knows, and nothing happens to it.
  if (!(await isKnown(reader.workspaceId, gongCallId, deps.db)))
    await deps.db.transaction().execute((tx) => expectCalls(tx, deps, connection, [{ gongCallId }], 'watch'))
  return {
    found: 'watching',
    message: 'Gong has not told us of this call yet. We ask for it now and for the next two days.',
    call: null,
  }
}

async function readByGongId(reader: Reader, gongCallId: string, db: Db): Promise<CallRow | undefined> {
  const { rows } = await sql<CallRow>`
    select ${callColumns(reader)} from ${callTables}
    where c.workspace_id = ${reader.workspaceId} and c.gong_call_id = ${gongCallId} and ${maySee(reader)}`.execute(
    db,
  )
  return rows[0]
}

async function isKnown(workspaceId: string, gongCallId: string, db: Db): Promise<boolean> {
  const { rows } = await sql`
    select 1 from call where workspace_id = ${workspaceId} and gong_call_id = ${gongCallId}`.execute(db)
  return rows.length > 0
}

/** Gong's ids are 64-bit numbers: it refuses a larger one, and every other id that is asked for along with it. */
const LARGEST_ID = 2n ** 63n - 1n

/** A bare id, or the `id` of a link such as `https://us-1.app.gong.io/call?id=…`. */
function readCallId(gong: string): string {
  const text = gong.trim()
  const id = URL.canParse(text) ? (new URL(text).searchParams.get('id') ?? '') : text
  if (!/^\d{1,19}$/.test(id) || BigInt(id) > LARGEST_ID)
    throw new AppError(
      'bad_request',
      "Enter the call's id in Gong (a number), or the address of the call's page in Gong.",
    )
  return id
}
