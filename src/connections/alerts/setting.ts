import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import type { Secrets } from '../../secrets.ts'

export type Channel = 'email' | 'webhook'

interface Outcome {
  workedAt: Date | null
  failedAt: Date | null
  /** In words; null when the last sending worked. */
  failure: string | null
}

/** Whom a workspace wants told, and what came of the last tellings. */
export interface AlertSetting {
  email: boolean
  webhookUrlSealed: string | null
  webhookSecretSealed: string | null
  outcome: Record<Channel, Outcome>
}

interface Row extends Pick<AlertSetting, 'email' | 'webhookUrlSealed' | 'webhookSecretSealed'> {
  webhookWorkedAt: Date | null
  webhookFailedAt: Date | null
  webhookFailure: string | null
  emailWorkedAt: Date | null
  emailFailedAt: Date | null
  emailFailure: string | null
}

const NONE: Row = {
  email: true,
  webhookUrlSealed: null,
  webhookSecretSealed: null,
  webhookWorkedAt: null,
  webhookFailedAt: null,
  webhookFailure: null,
  emailWorkedAt: null,
  emailFailedAt: null,
  emailFailure: null,
}

export async function readSetting(workspaceId: string, db: Db): Promise<AlertSetting> {
  const { rows } = await sql<Row>`
    select email, webhook_url_sealed as "webhookUrlSealed", webhook_secret_sealed as "webhookSecretSealed",
      webhook_worked_at as "webhookWorkedAt", webhook_failed_at as "webhookFailedAt", webhook_failure as "webhookFailure",
      email_worked_at as "emailWorkedAt", email_failed_at as "emailFailedAt", email_failure as "emailFailure"
    from alert_setting where workspace_id = ${workspaceId}`.execute(db)
  const row = rows[0] ?? NONE
  return {
    email: row.email,
    webhookUrlSealed: row.webhookUrlSealed,
    webhookSecretSealed: row.webhookSecretSealed,
    outcome: {
      email: { workedAt: row.emailWorkedAt, failedAt: row.emailFailedAt, failure: row.emailFailure },
      webhook: { workedAt: row.webhookWorkedAt, failedAt: row.webhookFailedAt, failure: row.webhookFailure },
    },
  }
}

/** The same, and nobody else changes it or tells anything of this workspace until the transaction ends. */
export async function lockSetting(workspaceId: string, tx: Db): Promise<AlertSetting> {
  await sql`insert into alert_setting (workspace_id) values (${workspaceId}) on conflict do nothing`.execute(
    tx,
  )
  await sql`select 1 from alert_setting where workspace_id = ${workspaceId} for update`.execute(tx)
  return readSetting(workspaceId, tx)
}

/** The ways that are open now. */
export function channelsOf(setting: AlertSetting, mailIsSetUp: boolean): Channel[] {
  return [
    ...(mailIsSetUp && setting.email ? (['email'] as const) : []),
    ...(setting.webhookUrlSealed !== null ? (['webhook'] as const) : []),
  ]
}

const URL_PURPOSE = 'alert_setting.webhook_url_sealed'
const SECRET_PURPOSE = 'alert_setting.webhook_secret_sealed'

export function webhookOf(setting: AlertSetting, secrets: Secrets): { url: string; secret: string } | null {
  if (setting.webhookUrlSealed === null || setting.webhookSecretSealed === null) return null
  return {
    url: secrets.unseal(setting.webhookUrlSealed, URL_PURPOSE),
    secret: secrets.unseal(setting.webhookSecretSealed, SECRET_PURPOSE),
  }
}

/** Another address starts with a clean slate: what the former one answered says nothing about it. */
export async function saveSetting(
  workspaceId: string,
  { email, webhook }: { email: boolean; webhook: { url: string; secret: string; isNew: boolean } | null },
  tx: Db,
  secrets: Secrets,
): Promise<void> {
  const keepOutcome = webhook !== null && !webhook.isNew
  await sql`
    update alert_setting set
      email = ${email},
      webhook_url_sealed = ${webhook && secrets.seal(webhook.url, URL_PURPOSE)},
      webhook_secret_sealed = ${webhook && secrets.seal(webhook.secret, SECRET_PURPOSE)},
      webhook_worked_at = case when ${keepOutcome}::boolean then webhook_worked_at end,
      webhook_failed_at = case when ${keepOutcome}::boolean then webhook_failed_at end,
      webhook_failure = case when ${keepOutcome}::boolean then webhook_failure end
    where workspace_id = ${workspaceId}`.execute(tx)
}

/** What came of a sending: null = it worked. */
export async function noteOutcome(
  workspaceId: string,
  channel: Channel,
  failure: string | null,
  now: Date,
  db: Db,
): Promise<void> {
  const at = sql.ref(`${channel}_${failure === null ? 'worked' : 'failed'}_at`)
  const words = sql.ref(`${channel}_failure`)
  await sql`
    insert into alert_setting (workspace_id, ${at}, ${words}) values (${workspaceId}, ${now}, ${failure})
    on conflict (workspace_id) do update set ${at} = excluded.${at}, ${words} = excluded.${words}`.execute(db)
}
