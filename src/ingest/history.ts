import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { gongDate } from '../gong/dates.ts'
import { GongError } from '../gong/errors.ts'
import type { Gong, GongSession } from '../gong/gong.ts'
import type { GongCall } from '../gong/schemas.ts'

/** What Gong listed at the moment of connecting. */
export interface History {
  calls: GongCall[]
  /** Null = the whole look-back was read; else comparing lists must not reach further back than this. */
  listFrom: Date | null
}

export interface HistoryDeps {
  gong: Gong
  clock: Clock
  reconcile: { everyMs: number; lookbackMs: number }
}

/** A person waits for the page meanwhile: at most so many requests, 100 calls each. */
const MOST_PAGES = 6
/** Where the history can't be read: a call from before this is taken for history unseen. */
const JUST_ENDED_MS = 2 * 3_600_000

/**
 * Reads what Gong lists now, before the connection is stored. Everything that appears in the list later is new, however
 * long ago it began; without this, connecting would write follow-ups for days of calls that nobody asked for.
 */
export async function readHistory(session: GongSession, deps: HistoryDeps): Promise<History> {
  const now = deps.clock.now()
  const range = {
    from: new Date(now.getTime() - deps.reconcile.lookbackMs),
    to: new Date(now.getTime() + 15 * 60_000),
  }
  const unseen = new Date(now.getTime() - JUST_ENDED_MS)
  const calls: GongCall[] = []
  try {
    let cursor: string | undefined
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await deps.gong.listCalls(session, { ...range, ...(cursor ? { cursor } : {}) })
      calls.push(...page.items)
      if (page.cursor === null) return { calls, listFrom: null }
      cursor = page.cursor
    }
  } catch (error) {
    if (!(error instanceof GongError)) throw error
  }
  return { calls, listFrom: unseen }
}

/** Notes history as known calls without a follow-up: one is written when somebody asks for it. */
export async function noteHistory(
  tx: Tx,
  connection: { id: string; workspaceId: string },
  history: History,
  { clock, reconcile }: Pick<HistoryDeps, 'clock' | 'reconcile'>,
): Promise<void> {
  const now = clock.now()
  const rows = history.calls.map((call) => ({
    id: newId(),
    gong_call_id: call.id,
    title: call.title,
    started_at: gongDate(call.started ?? call.scheduled)?.toISOString() ?? null,
    duration_s: call.duration === null ? null : Math.round(call.duration),
    reason: call.isPrivate ? 'private' : 'not_wanted',
    is_private: call.isPrivate ?? false,
    host: call.primaryUserId,
  }))
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, priority, follow_up_wanted, is_history, state,
                      reason, title, started_at, duration_s, is_private, host_gong_user_id, gong_user_ids, expected_at,
                      updated_at)
    select h.id, ${connection.workspaceId}, ${connection.id}, h.gong_call_id, 'reconcile', 2, false, true, 'skipped',
           h.reason, h.title, h.started_at, h.duration_s, h.is_private, h.host, array_remove(array[h.host], null), ${now},
           ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as h (
      id text, gong_call_id text, title text, started_at timestamptz, duration_s integer, reason text,
      is_private boolean, host text)
    on conflict (connection_id, gong_call_id) do nothing`.execute(tx)
  const next = new Date(now.getTime() + reconcile.everyMs)
  // The whole list was just read, so it is compared again when that is due and not at once.
  await sql`
    update connection set list_from = ${history.listFrom},
      list_read_at = case when ${history.listFrom === null} then ${now} else list_read_at end,
      list_read_wide_at = case when ${history.listFrom === null} then ${now} else list_read_wide_at end,
      list_next_at = case when ${history.listFrom === null} then ${next} else list_next_at end
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(tx)
}
