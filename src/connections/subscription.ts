import { sql } from 'kysely'
import { recordChanges } from '../db/changes.ts'
import { GongError } from '../gong/errors.ts'
import type { Gong, GongSession, GongSubscription } from '../gong/gong.ts'
import type { Secrets } from '../secrets.ts'
import type { Connection } from './connection.ts'
import { gongFailed, gongWorked, type OutcomeDeps } from './gong-outcome.ts'
import { raiseIssue, resolveIssues } from './issues.ts'
import { setWebhookSecret, webhookKeyFor, webhookUrl, type WebhookKey } from './webhook-keys.ts'

/** Gong's event for "analysed", as the subscription contract names it. */
export const CALL_ANALYZED = 'call.analyzed'

export interface SubscriptionDeps extends OutcomeDeps {
  gong: Gong
  secrets: Secrets
  publicUrl: string
}

/**
 * Makes the actual subscription the wanted one. Safe to run at any time and after a crash at any point: our address
 * is stored before Gong is asked, and a subscription to it whose token we don't have is removed and made again.
 * `replace` also removes somebody else's conflicting subscription.
 */
export async function ensureSubscription(
  connection: Connection,
  session: GongSession,
  deps: SubscriptionDeps,
  options: { replace?: boolean } = {},
): Promise<void> {
  const { db, clock, gong, secrets } = deps
  try {
    const key = await webhookKeyFor(connection, 'subscription', db, secrets)
    const url = webhookUrl(deps.publicUrl, key)
    const ours = (await gong.subscriptions.list(session)).filter((each) => each.event === CALL_ANALYZED && each.url === url)
    const alive = ours.find((each) => each.status === 'active')
    if (alive && key.secret) return await subscribed(connection, alive, deps)
    for (const stale of ours) await gong.subscriptions.remove(session, stale.id)
    await subscribed(connection, await create(session, url, key, deps, options.replace ?? false), deps)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    await notSubscribed(connection, error, deps)
  }
}

async function create(
  session: GongSession,
  url: string,
  key: WebhookKey,
  deps: SubscriptionDeps,
  replace: boolean,
): Promise<GongSubscription> {
  try {
    const made = await deps.gong.subscriptions.create(session, url)
    await setWebhookSecret(key, made.token, deps.db, deps.secrets)
    return made
  } catch (error) {
    if (!(replace && error instanceof GongError && error.conflict)) throw error
    await deps.gong.subscriptions.remove(session, error.conflict.id)
    return create(session, url, key, deps, false)
  }
}

async function subscribed(connection: Connection, subscription: GongSubscription, deps: SubscriptionDeps): Promise<void> {
  const now = deps.clock.now()
  await sql`
    update connection
    set delivery = 'subscription', subscription_id = ${subscription.id}, subscription_state = 'active',
        subscription_since = case when subscription_id = ${subscription.id} and subscription_state = 'active'
                                  then subscription_since else ${now} end,
        subscription_checked_at = ${now}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  await resolveIssues(deps.db, deps.clock, connection, ['webhook_subscription_failed'])
  await gongWorked(deps, connection, 'subscription')
  await recordChanges(deps.db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

async function notSubscribed(connection: Connection, error: GongError, deps: SubscriptionDeps): Promise<void> {
  const state =
    error.kind === 'not_offered' ? 'not_offered' : error.kind === 'subscription_conflict' ? 'conflict' : 'refused'
  // While Gong can't be asked, nothing new is known about the subscription.
  const unknown = ['rate_limited', 'daily_quota', 'unavailable', 'needs_reconnect', 'invalid_grant'].includes(error.kind)
  if (unknown) return gongFailed(deps, connection, 'subscription', error)
  await sql`
    update connection
    set subscription_state = ${state}, subscription_checked_at = ${deps.clock.now()},
        subscription_id = null, subscription_since = null,
        delivery = case when delivery = 'subscription' then 'poll' else delivery end
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  if (state !== 'not_offered')
    await raiseIssue(deps.db, deps.clock, connection, 'webhook_subscription_failed', {
      problem: error.message,
      ...(error.conflict ? { conflictId: error.conflict.id, conflictUrl: error.conflict.url } : {}),
    })
  await recordChanges(deps.db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** Takes our subscription back at Gong. What is not there any more is fine. */
export async function removeSubscription(connection: Connection, session: GongSession, gong: Gong): Promise<void> {
  if (connection.subscriptionId) await gong.subscriptions.remove(session, connection.subscriptionId)
}
