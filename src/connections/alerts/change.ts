import { randomBytes } from 'node:crypto'
import { audit } from '../../accounts/audit.ts'
import type { AlertsInput } from './alert-shapes.ts'
import type { AlertDeps } from './alerts.ts'
import { dropAlerts } from './queue.ts'
import { lockSetting, saveSetting, webhookOf } from './setting.ts'
import { webhookAddress } from './webhook-address.ts'

// Standard Webhooks asks for 24 to 64 bytes.
const SECRET_BYTES = 32

/** Changes who is told. Answers the webhook's secret if there is a new one: it is shown this once. */
export async function changeAlerts(
  workspaceId: string,
  userId: string,
  input: AlertsInput,
  deps: AlertDeps,
): Promise<string | null> {
  const { db, clock, secrets } = deps
  // Before the transaction: a name may take seconds to resolve.
  const url = input.webhookUrl === null ? null : await webhookAddress(input.webhookUrl, deps.outside)
  return db.transaction().execute(async (tx) => {
    const before = await lockSetting(workspaceId, tx)
    const old = webhookOf(before, secrets)
    const isNew = url !== null && old?.url !== url
    const secret = isNew || input.newSecret || !old ? newSecret() : old.secret
    await saveSetting(
      workspaceId,
      { email: input.email, webhook: url === null ? null : { url, secret, isNew } },
      tx,
      secrets,
    )
    if (url === null) await dropAlerts(workspaceId, 'webhook', clock.now(), tx)
    if (!input.email) await dropAlerts(workspaceId, 'email', clock.now(), tx)
    const isShown = url !== null && secret !== old?.secret
    await audit(tx, clock, workspaceId, {
      userId,
      action: 'alerts.changed',
      // The host alone: the path may be a secret.
      details: {
        email: input.email,
        webhook: url === null ? null : new URL(url).host,
        ...(isShown ? { newSecret: true } : {}),
      },
    })
    return isShown ? secret : null
  })
}

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
