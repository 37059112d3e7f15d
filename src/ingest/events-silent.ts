import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Connection } from '../connections/connection.ts'
import { raiseIssue, resolveIssues } from '../connections/issues.ts'
import type { Db } from '../db/db.ts'
import { isListening } from './compared.ts'

/** So many calls in a row without an event are silence; fewer are bad luck, which comparing lists makes good. */
const SILENCE = 3
/** So many internal calls that were not announced, while others were, are a filter of the rule in Gong. */
const PATTERN = 3
const LOOK_BACK_MS = 14 * 86_400_000

interface Heard {
  /** Not announced, since the last event. Internal ones apart. */
  silent: number
  silentInternal: number
  announced: number
  announcedInternal: number
  unannouncedInternal: number
  unannouncedOther: number
}

/**
 * Says so when Gong lists calls and announces none. Where a rule's filter leaves out internal calls, as an admin said or
 * as the pattern shows, their silence is expected: then it is said that there is a filter, instead of crying silence.
 */
export async function judgeSilence(
  connection: Connection,
  /** Calls that Gong has just listed as internal: their details are not read yet. */
  listedInternal: string[],
  deps: { db: Db; clock: Clock },
): Promise<void> {
  if (connection.delivery === 'poll') return resolveIssues(deps.db, deps.clock, connection, ['events_silent'])
  if (connection.listeningFrom === null || !isListening(connection)) return
  const heard = await whatWasHeard(connection, connection.listeningFrom, listedInternal, deps)
  const isFiltered = connection.ruleFilter !== null || showsPattern(connection, heard)
  if (isFiltered && connection.ruleFilter === null)
    await sql`update connection set rule_filter = 'external_only'
      where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  const silent = isFiltered ? heard.silent - heard.silentInternal : heard.silent
  if (silent >= SILENCE) await raiseIssue(deps.db, deps.clock, connection, 'events_silent', { found: silent })
  else await resolveIssues(deps.db, deps.clock, connection, ['events_silent'])
}

/** Calls with customers are announced and only internal ones are missing. */
function showsPattern(connection: Connection, heard: Heard): boolean {
  return (
    connection.delivery === 'rule' &&
    heard.unannouncedInternal >= PATTERN &&
    heard.unannouncedOther === 0 &&
    heard.announced > 0 &&
    heard.announcedInternal === 0
  )
}

async function whatWasHeard(
  connection: Connection,
  since: Date,
  listedInternal: string[],
  deps: { db: Db; clock: Clock },
): Promise<Heard> {
  const from = new Date(Math.max(since.getTime(), deps.clock.now().getTime() - LOOK_BACK_MS))
  const isSilent = sql`announced_at is null and expected_at > coalesce(k.last_event_at, ${from})`
  const isInternal = sql`(c.scope = 'Internal' or c.reason = 'internal_only' or c.gong_call_id = any(${listedInternal}))`
  const { rows } = await sql<Heard>`
    select count(*) filter (where ${isSilent})::int as silent,
           count(*) filter (where ${isSilent} and ${isInternal})::int as "silentInternal",
           count(*) filter (where announced_at is not null)::int as announced,
           count(*) filter (where announced_at is not null and ${isInternal})::int as "announcedInternal",
           count(*) filter (where announced_at is null and ${isInternal})::int as "unannouncedInternal",
           count(*) filter (where announced_at is null and not ${isInternal})::int as "unannouncedOther"
    from call c join connection k on k.id = c.connection_id
    where c.workspace_id = ${connection.workspaceId} and c.connection_id = ${connection.id}
      and c.source in ('event', 'rule', 'reconcile') and c.expected_at > ${from}`.execute(deps.db)
  return rows[0]!
}
