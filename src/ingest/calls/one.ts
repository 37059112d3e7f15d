import { sql } from 'kysely'
import { audit } from '../../accounts/audit.ts'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import { notFound } from '../../errors.ts'
import { readFollowUpOfCall } from '../../followups/read.ts'
import { nameSpeakers } from '../../followups/stored-call.ts'
import type { CallDetail } from '../call-shapes.ts'
import { readTranscript, type TranscriptColumns } from '../packed-transcript.ts'
import { callColumns, callTables, toSummary, type CallRow } from './call-row.ts'
import { maySee, type Reader } from './visibility.ts'

interface DetailRow extends CallRow, TranscriptColumns {
  url: string | null
  language: string | null
  timeZone: string
}

/** One call with its transcript and follow-up. Another workspace's call, or one the reader may not see, is not found. */
export async function readCall(
  reader: Reader,
  callId: string,
  deps: { db: Db; clock: Clock },
): Promise<CallDetail> {
  const { rows } = await sql<DetailRow>`
    select ${callColumns(reader)}, c.url, c.language, coalesce(w.settings ->> 'timeZone', 'UTC') as "timeZone",
           t.packed, t.sentences
    from ${callTables} join workspace w on w.id = c.workspace_id left join transcript t on t.call_id = c.id
    where c.workspace_id = ${reader.workspaceId} and c.id = ${callId} and ${maySee(reader)}`.execute(deps.db)
  const row = rows[0]
  if (!row) throw notFound('This call')
  const sentences = readTranscript(row)
  if (!row.isMine && sentences) await noteOpened(reader, row.id, deps)
  return {
    ...toSummary(row, reader),
    url: row.url,
    language: row.language,
    timeZone: row.timeZone,
    transcript: nameSpeakers(sentences ?? [], row.parties).map(({ speaker, side, startMs, endMs, text }) => ({
      speaker,
      side,
      startMs,
      endMs,
      text,
    })),
    followUp: await readFollowUpOfCall(reader.workspaceId, row.id, deps.db),
  }
}

/** Somebody read a call that they were not on: noted, but once an hour is enough for a page that renews itself. */
async function noteOpened(reader: Reader, callId: string, deps: { db: Db; clock: Clock }): Promise<void> {
  const hourAgo = new Date(deps.clock.now().getTime() - 3_600_000)
  const { rows } = await sql`
    select 1 from audit_entry
    where workspace_id = ${reader.workspaceId} and user_id = ${reader.userId} and action = 'call.opened'
      and target = ${callId} and at > ${hourAgo} limit 1`.execute(deps.db)
  if (rows.length === 0)
    await audit(deps.db, deps.clock, reader.workspaceId, {
      userId: reader.userId,
      action: 'call.opened',
      target: callId,
    })
}
