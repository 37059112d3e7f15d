import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/db.ts'
import type { IssueRow } from '../issues.ts'
import { COLLECT_S, QUIET_S, WORTH_TELLING, type Subject } from './worth-telling.ts'

/** Something that is otherwise than people were told last. */
export interface News {
  connectionId: string
  subject: Subject
  isOpen: boolean
  /** Null for `owner_left`, and for an issue whose row is no longer kept. */
  issue: IssueRow | null
  /** From then on it is to be told. */
  ripeAt: Date
}

/**
 * What is otherwise than people were told. The issues' own rows say so, whoever wrote them: nothing can be forgotten
 * between an issue and the wish to tell of it.
 */
function news(now: Date): RawBuilder<unknown> {
  const codes = WORTH_TELLING.map(({ code }) => code)
  const afterS = WORTH_TELLING.map((each) => each.afterS)
  const hasOwner = sql`exists (
    select 1 from member m where m.workspace_id = k.workspace_id and m.user_id = k.owner_user_id)`
  return sql`
    select i.workspace_id, i.connection_id, i.code, true as is_open, i.id as issue_id,
      greatest(i.first_seen_at + make_interval(secs => worth.after_s), t.opened_at + make_interval(secs => ${QUIET_S})) as ripe_at
    from issue i
    join unnest(${codes}::text[], ${afterS}::integer[]) as worth (code, after_s) on worth.code = i.code
    left join issue_told t on t.connection_id = i.connection_id and t.code = i.code
    where i.resolved_at is null and not coalesce(t.is_open, false)
    union all
    select t.workspace_id, t.connection_id, t.code, false, latest.id,
      coalesce(latest.resolved_at, t.opened_at) + make_interval(secs => ${COLLECT_S})
    from issue_told t
    left join lateral (
      select i.id, i.resolved_at, i.resolved_at is null as is_open from issue i
      where i.connection_id = t.connection_id and i.code = t.code order by i.resolved_at desc limit 1) latest on true
    where t.is_open and t.code <> 'owner_left' and not coalesce(latest.is_open, false)
    union all
    select k.workspace_id, k.id, 'owner_left', true, null, ${now}::timestamptz from connection k
    where k.connected_at is not null and k.disconnected_at is null and not ${hasOwner}
      and not exists (select 1 from issue_told t where t.connection_id = k.id and t.code = 'owner_left' and t.is_open)
    union all
    select t.workspace_id, t.connection_id, 'owner_left', false, null, ${now}::timestamptz
    from issue_told t join connection k on k.id = t.connection_id
    where t.is_open and t.code = 'owner_left' and (k.disconnected_at is not null or ${hasOwner})`
}

/** News of one workspace that is ripe at `until` or before, oldest first. */
export async function readNews(workspaceId: string, now: Date, until: Date, db: Db): Promise<News[]> {
  const { rows } = await sql<NewsRow>`
    select n.connection_id as "connectionId", n.code as subject, n.is_open as "isOpen", n.ripe_at as "ripeAt",
      i.id, i.details, i.first_seen_at as "firstSeenAt", i.last_seen_at as "lastSeenAt", i.count, i.resolved_at as "resolvedAt"
    from (${news(now)}) n left join issue i on i.id = n.issue_id
    where n.workspace_id = ${workspaceId} and n.ripe_at <= ${until}
    order by n.ripe_at, n.code`.execute(db)
  return rows.map(toNews)
}

type NewsRow = Omit<News, 'issue'> & (Omit<IssueRow, 'code'> | Record<keyof Omit<IssueRow, 'code'>, null>)

function toNews({ connectionId, subject, isOpen, ripeAt, ...issue }: NewsRow): News {
  return {
    connectionId,
    subject,
    isOpen,
    ripeAt,
    issue: issue.id === null || subject === 'owner_left' ? null : { ...issue, code: subject },
  }
}

/** Workspaces with something to tell and a way to tell it. `mail` = a mail server is set up. */
export async function workspacesWithNews(now: Date, mail: boolean, db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct n.workspace_id as id
    from (${news(now)}) n left join alert_setting s on s.workspace_id = n.workspace_id
    where n.ripe_at <= ${now} and (s.webhook_url_sealed is not null or (${mail}::boolean and coalesce(s.email, true)))`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** From now on people count as told of this. */
export async function noteTold(
  workspaceId: string,
  told: { connectionId: string; subject: Subject; isOpen: boolean },
  now: Date,
  db: Db,
): Promise<void> {
  await sql`
    insert into issue_told (connection_id, workspace_id, code, is_open, opened_at)
    values (${told.connectionId}, ${workspaceId}, ${told.subject}, ${told.isOpen}, ${now})
    on conflict (connection_id, code) do update
      set is_open = excluded.is_open,
          opened_at = case when excluded.is_open then excluded.opened_at else issue_told.opened_at end`.execute(
    db,
  )
}
