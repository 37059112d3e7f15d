import { sql } from 'kysely'
import type { Connection } from '../../connections/connection.ts'
import type { Db } from '../../db/db.ts'
import type { Lane } from '../../gong/gong.ts'

/** A call that Gong is to be asked for now. */
export interface DueCall {
  id: string
  gongCallId: string
  waitsFor: 'details' | 'transcript'
  priority: number
  /** The news that this fetch knows of: news that arrives meanwhile keeps the call due. */
  news: number
  asks: number
}

/** What to ask next: calls of one kind, at most one request's worth. */
export interface Batch {
  ask: 'details' | 'transcript'
  lane: Lane
  calls: DueCall[]
}

/** 100 ids a request: what working clients of Gong use; its limit is not documented. */
export const BATCH_SIZE = 100

const LANES: Lane[] = ['live', 'reconcile', 'backfill']

/**
 * Chooses the next batch among what is due and not in flight: live calls first, newest first. Of the two kinds the
 * fuller one goes, so that a storm of events fills its requests. Null when nothing is due or the connection is blocked.
 */
export async function nextBatch(
  connection: Connection,
  inFlight: ReadonlySet<string>,
  now: Date,
  db: Db,
): Promise<Batch | null> {
  const isProbe = connection.blockProbeAt !== null && now >= connection.blockProbeAt
  const isBlocked = connection.blockCode !== null && !isProbe
  if (isBlocked && connection.blockCode !== 'forbidden') return null
  // One call finds out whether a block is over.
  if (isProbe && connection.blockCode !== null && inFlight.size > 0) return null
  const due = await readDue(connection, inFlight, now, db)
  const details = due.filter((call) => call.waitsFor === 'details')
  // Without the scope for transcripts, details can still be read.
  const transcripts = isBlocked ? [] : due.filter((call) => call.waitsFor === 'transcript')
  const ask = details.length >= transcripts.length && !isProbe ? 'details' : transcripts.length > 0 ? 'transcript' : 'details'
  const calls = (ask === 'details' ? details : transcripts).slice(0, isProbe ? 1 : BATCH_SIZE)
  if (calls.length === 0) return null
  return { ask, calls, lane: LANES[Math.min(...calls.map((call) => call.priority))] ?? 'backfill' }
}

async function readDue(connection: Connection, inFlight: ReadonlySet<string>, now: Date, db: Db): Promise<DueCall[]> {
  const { rows } = await sql<DueCall>`
    select id, gong_call_id as "gongCallId", waits_for as "waitsFor", priority, news, asks
    from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
      and due_at <= ${now} and id <> all(${[...inFlight]}::text[])
    order by priority, started_at desc nulls first, expected_at desc
    limit ${2 * BATCH_SIZE}`.execute(db)
  return rows
}
