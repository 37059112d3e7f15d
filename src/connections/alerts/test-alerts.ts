import { assertAttempt } from '../../accounts/attempts.ts'
import type { Viewer } from '../../accounts/viewer.ts'
import { newId } from '../../db/id.ts'
import { AppError } from '../../errors.ts'
import type { AlertDeps } from './alerts.ts'
import type { TestedAlerts } from './alert-shapes.ts'
import { postWebhook } from './post-webhook.ts'
import { failureOf } from './send.ts'
import { channelsOf, noteOutcome, readSetting, webhookOf, type Channel } from './setting.ts'

// A person tries a few times; nobody needs us to write to a stranger's server many times a minute.
const TESTS = { max: 10, windowS: 600 }

/** Sends a test by every open way, now: a mail to the person who asks, and a webhook. Answers what came of each. */
export async function testAlerts(viewer: Viewer, deps: AlertDeps): Promise<TestedAlerts> {
  await assertAttempt(deps.db, deps.clock, `alerts-test ${viewer.workspaceId}`, TESTS)
  const setting = await readSetting(viewer.workspaceId, deps.db)
  const channels = channelsOf(setting, deps.mailer !== null)
  if (channels.length === 0)
    throw new AppError(
      'conflict',
      'There is nobody to tell: enter a webhook address, or set up mail (SMTP_URL, MAIL_FROM).',
    )
  const id = newId()
  const test = async (channel: Channel, send: () => Promise<void>) => {
    if (!channels.includes(channel)) return null
    const failure = await failureOf(send, deps.log)
    await noteOutcome(viewer.workspaceId, channel, failure, deps.clock.now(), deps.db)
    return { sent: failure === null, failure }
  }
  const [email, webhook] = await Promise.all([
    test('email', () => mailTest(viewer, id, deps)),
    test('webhook', () => postTest(viewer.workspaceId, id, webhookOf(setting, deps.secrets), deps)),
  ])
  return { email, webhook }
}

async function mailTest(
  { name, email }: Viewer,
  id: string,
  { mailer, publicUrl }: AlertDeps,
): Promise<void> {
  await mailer?.send({
    to: { name, address: email },
    subject: 'A test from FastFollow',
    text: `You pressed "Send a test". Mail works: when something goes wrong with Gong, it is told this way.\n\n${publicUrl}/admin/health\n`,
    messageId: `<${id}@${mailer.domain}>`,
  })
}

async function postTest(
  workspaceId: string,
  id: string,
  webhook: { url: string; secret: string } | null,
  { clock, outside, publicUrl }: AlertDeps,
): Promise<void> {
  if (webhook === null) return
  const now = clock.now()
  const body = JSON.stringify({
    type: 'alert.test',
    timestamp: now.toISOString(),
    data: { workspaceId, healthUrl: `${publicUrl}/admin/health` },
  })
  await postWebhook({ ...webhook, id: `msg_${id}`, body }, now, outside)
}
