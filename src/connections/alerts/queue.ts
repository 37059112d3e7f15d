import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import { newId } from '../../db/id.ts'
import type { Channel } from './setting.ts'

/** A message on its way. */
export interface Alert {
  id: string
  subject: string | null
  body: string
  toldUserIds: string[]
  createdAt: Date
  tries: number
  nextTryAt: Date
}

/** Ids are made in order, and those of one channel leave in that order: nobody hears of an end before its beginning. */
export async function addAlert(
  workspaceId: string,
  alert: { channel: Channel; subject: string | null; body: string },
  now: Date,
  tx: Db,
): Promise<void> {
  await sql`
    insert into alert (id, workspace_id, channel, subject, body, created_at, next_try_at)
    values (${newId()}, ${workspaceId}, ${alert.channel}, ${alert.subject}, ${alert.body}, ${now}, ${now})`.execute(
    tx,
  )
}

/** The one message of the channel whose turn it is, due or not. */
export async function nextAlert(workspaceId: string, channel: Channel, db: Db): Promise<Alert | null> {
  const { rows } = await sql<Alert>`
    select id, subject, body, told_user_ids as "toldUserIds", created_at as "createdAt", tries, next_try_at as "nextTryAt"
    from alert where workspace_id = ${workspaceId} and channel = ${channel} and sent_at is null and given_up_at is null
    order by id limit 1`.execute(db)
  return rows[0] ?? null
}

/** Workspaces with a message that is due. `mail` = a mail server is set up. */
export async function workspacesWithDueAlerts(now: Date, mail: boolean, db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct first.workspace_id as id from (
      select distinct on (workspace_id, channel) workspace_id, channel, next_try_at from alert
      where sent_at is null and given_up_at is null order by workspace_id, channel, id) first
    where first.next_try_at <= ${now} and (first.channel = 'webhook' or ${mail}::boolean)`.execute(db)
  return rows.map((row) => row.id)
}

export async function markSent(workspaceId: string, id: string, now: Date, db: Db): Promise<void> {
  await sql`update alert set sent_at = ${now} where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
}

export async function markTold(workspaceId: string, id: string, userId: string, db: Db): Promise<void> {
  await sql`update alert set told_user_ids = told_user_ids || ${userId}::text
    where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
}

// The first tries bridge a restart of the receiver, the later ones an outage.
const RETRY_AFTER_S = [10, 60, 300, 900, 1800, 3600]
const GIVE_UP_AFTER_MS = 24 * 3_600_000

/** Another try later; after a day, none. */
export async function markFailed(
  workspaceId: string,
  { id, tries, createdAt }: Alert,
  now: Date,
  db: Db,
): Promise<void> {
  const afterS = RETRY_AFTER_S[Math.min(tries, RETRY_AFTER_S.length - 1)] ?? 3600
  const isLast = now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS
  await sql`
    update alert set tries = tries + 1, next_try_at = ${new Date(now.getTime() + afterS * 1000)},
      given_up_at = ${isLast ? now : null}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
}

/** The way was closed: what still waits for it is not sent when another one opens. */
export async function dropAlerts(workspaceId: string, channel: Channel, now: Date, tx: Db): Promise<void> {
  await sql`update alert set given_up_at = ${now}
    where workspace_id = ${workspaceId} and channel = ${channel} and sent_at is null and given_up_at is null`.execute(
    tx,
  )
}

/** How many wait in a channel, and when the first of them is tried again. */
export async function waitingAlerts(
  workspaceId: string,
  channel: Channel,
  db: Db,
): Promise<{ count: number; nextTryAt: Date | null; tries: number }> {
  const next = await nextAlert(workspaceId, channel, db)
  if (next === null) return { count: 0, nextTryAt: null, tries: 0 }
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from alert
    where workspace_id = ${workspaceId} and channel = ${channel} and sent_at is null and given_up_at is null`.execute(
    db,
  )
  return { count: rows[0]?.count ?? 0, nextTryAt: next.nextTryAt, tries: next.tries }
}

const KEPT_DAYS = 30

/** Called with each new message, so that the table stays small without a task of its own. */
export async function forgetOldAlerts(workspaceId: string, now: Date, tx: Db): Promise<void> {
  await sql`
    delete from alert where workspace_id = ${workspaceId} and (sent_at is not null or given_up_at is not null)
      and created_at < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})`.execute(tx)
}
