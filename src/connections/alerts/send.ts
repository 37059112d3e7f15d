import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import { MailError, type Mailer } from '../../mail/mailer.ts'
import type { Secrets } from '../../secrets.ts'
import { postWebhook } from './post-webhook.ts'
import type { Outside } from './public-address.ts'
import { markFailed, markSent, markTold, nextAlert, type Alert } from './queue.ts'
import { recipientsOf } from './recipients.ts'
import { channelsOf, noteOutcome, readSetting, webhookOf, type Channel } from './setting.ts'
import { WebhookError } from './webhook-error.ts'

export interface SendDeps {
  db: Db
  clock: Clock
  secrets: Secrets
  mailer: Mailer | null
  outside: Outside
  log: Logger
}

/** A job ends before it is taken for dead: the sweep wakes the next one for what is left. */
const MOST_AT_ONCE = 10

/** Sends what is due, each channel in order: a message that fails holds those behind it until its next try. */
export async function sendDueAlerts(
  workspaceId: string,
  deps: SendDeps,
  stopping: AbortSignal,
): Promise<void> {
  const channels = channelsOf(await readSetting(workspaceId, deps.db), deps.mailer !== null)
  await Promise.all(channels.map((channel) => sendChannel(workspaceId, channel, deps, stopping)))
}

async function sendChannel(
  workspaceId: string,
  channel: Channel,
  deps: SendDeps,
  stopping: AbortSignal,
): Promise<void> {
  const { db, clock } = deps
  for (let count = 0; count < MOST_AT_ONCE && !stopping.aborted; count++) {
    const alert = await nextAlert(workspaceId, channel, db)
    if (alert === null || alert.nextTryAt > clock.now()) return
    const failure = await failureOf(() => SEND[channel](workspaceId, alert, deps), deps.log)
    const now = clock.now()
    if (failure === null) await markSent(workspaceId, alert.id, now, db)
    else await markFailed(workspaceId, alert, now, db)
    await noteOutcome(workspaceId, channel, failure, now, db)
    if (failure === null) continue
    deps.log.warn({ channel, alert: alert.id, tries: alert.tries + 1 }, 'an alert could not be sent')
    return
  }
}

/** Null when it was sent; else why not, in words. */
export async function failureOf(send: () => Promise<void>, log: Logger): Promise<string | null> {
  try {
    await send()
    return null
  } catch (error) {
    if (error instanceof MailError || error instanceof WebhookError) return error.message
    log.error({ err: error }, 'an alert failed on our side')
    return 'FastFollow itself failed to send it; its log says why.'
  }
}

const SEND: Record<Channel, (workspaceId: string, alert: Alert, deps: SendDeps) => Promise<void>> = {
  email: mailAlert,
  webhook: postAlert,
}

async function postAlert(workspaceId: string, { id, body }: Alert, deps: SendDeps): Promise<void> {
  // Read again for each message: an admin may have changed it since.
  const webhook = webhookOf(await readSetting(workspaceId, deps.db), deps.secrets)
  if (webhook !== null)
    await postWebhook({ ...webhook, id: `msg_${id}`, body }, deps.clock.now(), deps.outside)
}

/** One mail to each, so that one address that is refused keeps nobody else from theirs. */
async function mailAlert(workspaceId: string, alert: Alert, { db, mailer }: SendDeps): Promise<void> {
  if (mailer === null) return
  const recipients = await recipientsOf(workspaceId, db)
  let failure: MailError | null = null
  for (const { userId, name, address } of recipients) {
    if (alert.toldUserIds.includes(userId)) continue
    try {
      await mailer.send({
        to: { name, address },
        subject: alert.subject ?? '',
        text: alert.body,
        messageId: `<${alert.id}.${userId}@${mailer.domain}>`,
      })
      await markTold(workspaceId, alert.id, userId, db)
    } catch (error) {
      if (!(error instanceof MailError)) throw error
      failure = error
    }
  }
  if (failure !== null) throw failure
}
