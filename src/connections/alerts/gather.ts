import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import { countWaiting } from '../issues.ts'
import { toEvent, toMail, type Scene } from './compose.ts'
import { toTellNow } from './group.ts'
import { noteTold, readNews, type News } from './news.ts'
import { addAlert, forgetOldAlerts } from './queue.ts'
import { channelsOf, lockSetting, type Channel } from './setting.ts'
import { COLLECT_S } from './worth-telling.ts'

export interface GatherDeps {
  db: Db
  clock: Clock
  publicUrl: string
  /** Only whether there is one matters here. */
  mailer: object | null
}

// An end that nobody could be told of for a day (no way was open) is no news.
const OLD_NEWS_MS = 24 * 3_600_000

/** Turns ripe news into messages, once: what people were told changes in the same transaction. */
export async function gatherNews(workspaceId: string, deps: GatherDeps): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock.now()
    const channels = channelsOf(await lockSetting(workspaceId, tx), deps.mailer !== null)
    if (channels.length === 0) return
    const until = new Date(now.getTime() + COLLECT_S * 1000)
    const ripe = toTellNow(await readNews(workspaceId, now, until, tx), now)
    for (const each of ripe) await noteTold(workspaceId, each, now, tx)
    const told = ripe.filter((each) => isWorthWords(each, now))
    if (told.length > 0) await addMessages(workspaceId, channels, told, now, deps.publicUrl, tx)
  })
}

/** Of somebody who owns the connection again, and of what is long over, nobody needs to hear. */
function isWorthWords({ isOpen, issue }: News, now: Date): boolean {
  if (isOpen) return true
  const endedAt = issue?.resolvedAt ?? null
  return endedAt !== null && now.getTime() - endedAt.getTime() < OLD_NEWS_MS
}

async function addMessages(
  workspaceId: string,
  channels: Channel[],
  news: News[],
  now: Date,
  publicUrl: string,
  tx: Db,
): Promise<void> {
  const scene = await readScene(workspaceId, now, publicUrl, tx)
  if (channels.includes('email')) {
    const { subject, text } = toMail(news, scene)
    await addAlert(workspaceId, { channel: 'email', subject, body: text }, now, tx)
  }
  if (channels.includes('webhook'))
    for (const each of news) {
      const body = JSON.stringify(toEvent(each, scene))
      await addAlert(workspaceId, { channel: 'webhook', subject: null, body }, now, tx)
    }
  await forgetOldAlerts(workspaceId, now, tx)
}

async function readScene(workspaceId: string, now: Date, publicUrl: string, tx: Db): Promise<Scene> {
  const { rows } = await sql<{ name: string; disconnectedAt: Date | null }>`
    select w.name, k.disconnected_at as "disconnectedAt"
    from workspace w left join connection k on k.workspace_id = w.id where w.id = ${workspaceId}`.execute(tx)
  return {
    workspace: { id: workspaceId, name: rows[0]?.name ?? '' },
    waiting: await countWaiting(workspaceId, tx),
    disconnectedAt: rows[0]?.disconnectedAt ?? null,
    publicUrl,
    now,
  }
}
