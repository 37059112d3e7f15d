import type { Alerts } from './alert-shapes.ts'
import type { AlertDeps } from './alerts.ts'
import { waitingAlerts } from './queue.ts'
import { recipientsOf } from './recipients.ts'
import { readSetting, webhookOf, type AlertSetting, type Channel } from './setting.ts'

/** Who is told, and what came of it so far. */
export async function readAlerts(workspaceId: string, deps: AlertDeps): Promise<Alerts> {
  const { db, secrets, mailer } = deps
  const setting = await readSetting(workspaceId, db)
  const recipients = await recipientsOf(workspaceId, db)
  return {
    email: {
      isSetUp: mailer !== null,
      isOn: setting.email,
      recipients: recipients.map(({ name, address }) => ({ name, email: address })),
      ...(await sendingOf(workspaceId, 'email', setting, deps)),
    },
    webhook: {
      url: webhookOf(setting, secrets)?.url ?? null,
      ...(await sendingOf(workspaceId, 'webhook', setting, deps)),
    },
  }
}

async function sendingOf(workspaceId: string, channel: Channel, setting: AlertSetting, { db }: AlertDeps) {
  const { workedAt, failedAt, failure } = setting.outcome[channel]
  const { count, tries, nextTryAt } = await waitingAlerts(workspaceId, channel, db)
  return {
    lastSuccessAt: iso(workedAt),
    lastFailureAt: iso(failedAt),
    failure,
    waiting: count,
    tries,
    nextTryAt: iso(nextTryAt),
  }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null
