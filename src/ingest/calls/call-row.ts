import { sql, type RawBuilder } from 'kysely'
import type { StoredParty } from '../details.ts'
import type { CallReason, CallSource, CallState, CallSummary } from '../call-shapes.ts'
import { describeReason } from './reasons.ts'
import { isOwn, type Reader } from './visibility.ts'

/** A call as the list and the call page read it. */
export interface CallRow {
  id: string
  gongCallId: string
  state: CallState
  reason: CallReason | null
  title: string | null
  startedAt: Date | null
  durationS: number | null
  dueAt: Date | null
  probeAt: Date | null
  source: CallSource
  company: string | null
  parties: StoredParty[]
  isMine: boolean
  announcedAt: Date | null
  expectedAt: Date
  detailsAt: Date | null
  fetchedAt: Date | null
  draftedAt: Date | null
  sortAt: Date
  followUpId: string | null
  followUpStatus: string | null
  followUpVersion: number | null
}

/** `held` is not stored: it is what a blocked connection makes of an expected call. */
export const isHeld = sql<boolean>`(c.state = 'expected' and k.block_code is not null
  and (k.block_code <> 'forbidden' or c.waits_for = 'transcript'))`

/**
 * A call of history (brought in by an import, or noted at connecting) that was more than a week old when its follow-up
 * was written, and that nobody asked about: the follow-up can be read and used, but never stands in the queue to review
 * (`docs/decisions/041`).
 */
export const isOldHistory = sql<boolean>`((c.source = 'backfill' or c.is_history) and c.announced_at is null
  and not c.forced and c.started_at < coalesce(c.drafted_at, c.expected_at) - interval '7 days')`

export const sortAt = sql<Date>`coalesce(c.started_at, c.expected_at)`

/** Columns of {@link CallRow}, to select from {@link callTables}. */
export function callColumns(reader: Reader) {
  return sql`
    c.id, c.gong_call_id as "gongCallId", case when ${isHeld} then 'held' else c.state end as state,
    case when ${isHeld} then k.block_code
         when c.state = 'expected' and k.disconnected_at is not null then 'connection'
         when c.state = 'expected' then coalesce(c.reason, c.waits_for)
         else c.reason end as reason,
    c.title, c.started_at as "startedAt", c.duration_s as "durationS",
    case when c.state = 'expected' then c.due_at end as "dueAt", k.block_probe_at as "probeAt", c.source, c.company,
    c.parties, ${isOwn(reader)} as "isMine", c.announced_at as "announcedAt", c.expected_at as "expectedAt",
    c.details_at as "detailsAt", c.fetched_at as "fetchedAt", c.drafted_at as "draftedAt", ${sortAt} as "sortAt",
    f.id as "followUpId", f.status as "followUpStatus", f.version as "followUpVersion"`
}

/** With the calls as `c`, their connection as `k` and their follow-up as `f`. */
export const callTablesFrom = (calls: RawBuilder<unknown>) => sql`
  ${calls} c join connection k on k.id = c.connection_id left join follow_up f on f.call_id = c.id`

export const callTables = callTablesFrom(sql`call`)

export function toSummary(row: CallRow, reader: Reader): CallSummary {
  const described = row.reason === null ? null : describeReason(row.reason, reader)
  return {
    id: row.id,
    gongCallId: row.gongCallId,
    title: row.title,
    startedAt: iso(row.startedAt),
    durationS: row.durationS,
    state: row.state,
    reason: row.reason,
    reasonText: described?.text ?? null,
    turn: described?.turn ?? (row.state === 'fetched' ? 'fastfollow' : null),
    nextTryAt: iso(row.state === 'held' ? row.probeAt : row.dueAt),
    canRetry: described?.canRetry ?? false,
    source: row.source,
    company: row.company,
    host: row.parties.find((party) => party.isHost)?.name ?? null,
    isMine: row.isMine,
    parties: row.parties.map(({ name, email, title, company, side, attended, isHost }) => ({
      name,
      email,
      title,
      company,
      side,
      attended,
      isHost,
    })),
    followUp:
      row.followUpId === null
        ? null
        : { id: row.followUpId, status: row.followUpStatus ?? 'draft', version: row.followUpVersion ?? 1 },
    timings: timingsOf(row),
  }
}

function timingsOf(row: CallRow): CallSummary['timings'] {
  const endedAt =
    row.startedAt === null ? null : new Date(row.startedAt.getTime() + (row.durationS ?? 0) * 1000)
  const heardAt = row.announcedAt ?? row.expectedAt
  return {
    endedAt: iso(endedAt),
    announcedAt: iso(row.announcedAt),
    expectedAt: row.expectedAt.toISOString(),
    detailsAt: iso(row.detailsAt),
    fetchedAt: iso(row.fetchedAt),
    draftedAt: iso(row.draftedAt),
    gongMs: endedAt === null ? null : Math.max(0, heardAt.getTime() - endedAt.getTime()),
    oursMs: row.draftedAt === null ? null : row.draftedAt.getTime() - heardAt.getTime(),
  }
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
