import { sql } from 'kysely'
import { audit } from '../accounts/audit.ts'
import { recordChanges } from '../db/changes.ts'
import { GongError, pauseAfter } from '../gong/errors.ts'
import type { Gong, GongSession, GongSubscription } from '../gong/gong.ts'
import { CALL_ANALYZED } from '../gong/subscriptions.ts'
import type { Secrets } from '../secrets.ts'
import { noteCapability } from './capabilities.ts'
import { isConnected, readConnection, type Connection } from './connection.ts'
import { gongFailed, gongWorked, type OutcomeDeps } from './gong-outcome.ts'
import { compareListsNow } from './compare-lists.ts'
import { raiseIssue, resolveIssues } from './issues.ts'
import { withSubscriptionLease } from './subscription-lease.ts'
import {
  setWebhookSecret,
  subscriptionKeys,
  webhookKeyFor,
  webhookPath,
  webhookUrl,
  type WebhookKey,
} from './webhook-keys.ts'

/** How often the wanted subscription is compared with the actual one, and how soon after that was left undone. */
export const SUBSCRIPTION_EVERY_MS = 3_600_000
const AFTER_FAILURE_MS = 60_000

/** What `subscription_checked_at` says so that the next comparison comes soon: in a minute, unless told otherwise. */
export function checkedSoThatSoonAgain(now: Date, waitMs = AFTER_FAILURE_MS): Date {
  return new Date(now.getTime() - SUBSCRIPTION_EVERY_MS + waitMs)
}

export interface SubscriptionDeps extends OutcomeDeps {
  gong: Gong
  secrets: Secrets
  publicUrl: string
}

/**
 * Makes the actual subscription the wanted one. Safe to run at any time and after a crash at any point: our address
 * is stored before Gong is asked, and a subscription to it whose token we don't have is removed and made again.
 * `replace` also removes somebody else's conflicting subscription; without `patient` nothing is done where somebody else
 * is at it already; `moved` = our own address has just changed, so that the old subscription is no loss.
 */
export async function ensureSubscription(
  connection: Connection,
  session: GongSession,
  deps: SubscriptionDeps,
  options: { replace?: boolean; patient?: boolean; moved?: boolean } = {},
): Promise<void> {
  await withSubscriptionLease(connection.id, deps.db, options.patient ?? true, () =>
    compareAndMake(connection.id, session, deps, options),
  )
}

async function compareAndMake(
  connectionId: string,
  session: GongSession,
  deps: SubscriptionDeps,
  { replace = false, moved = false }: { replace?: boolean; moved?: boolean },
): Promise<void> {
  const { db, gong, secrets } = deps
  // Read now: whoever was here before may have made the subscription.
  const connection = await readConnection(connectionId, db)
  if (!connection || !isConnected(connection) || connection.listsOnly) return
  try {
    const key = await webhookKeyFor(connection, 'subscription', db, secrets)
    const url = webhookUrl(deps.publicUrl, key)
    const listed = (await gong.subscriptions.list(session)).filter((each) => each.event === CALL_ANALYZED)
    const ours = await oursAmong(listed, connection, deps)
    const alive = ours.find((each) => each.status === 'active' && each.url === url)
    // One whose making was cut off is signed with a token that never reached us; the one we hold is of the one before.
    if (alive && key.secret && alive.id === connection.subscriptionId)
      return await subscribed(connection, alive, deps)
    if (!moved) await noteLoss(connection, listed, ours, deps)
    for (const stale of ours) await gong.subscriptions.remove(session, stale.id)
    await subscribed(connection, await create(session, url, key, deps, replace), deps)
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    await notSubscribed(connection, error, deps)
  }
}

/**
 * Told by the path, which holds a key that only we know: so a subscription to an address we had before, or under an
 * older PUBLIC_URL, is ours to remove.
 */
async function oursAmong(
  listed: GongSubscription[],
  connection: Connection,
  deps: SubscriptionDeps,
): Promise<GongSubscription[]> {
  const keys = await subscriptionKeys(connection, deps.db, deps.secrets)
  const paths = new Set(keys.map(webhookPath))
  return listed.filter((each) => paths.has(URL.parse(each.url)?.pathname ?? ''))
}

/** What we believed to have is not there as it was: noticed, said, and written down, also where it heals at once. */
async function noteLoss(
  connection: Connection,
  listed: GongSubscription[],
  ours: GongSubscription[],
  deps: SubscriptionDeps,
): Promise<void> {
  if (connection.subscriptionState !== 'active' || connection.subscriptionId === null) return
  const { db, clock } = deps
  const known = listed.find((each) => each.id === connection.subscriptionId)
  if (known && ours.includes(known) && known.status === 'active') return
  const what = known === undefined ? 'gone' : ours.includes(known) ? 'disabled' : 'points_elsewhere'
  const other = what === 'points_elsewhere' ? known : undefined
  const details = { what, problem: null, conflictId: other?.id ?? null, conflictUrl: other?.url ?? null }
  await raiseIssue(db, clock, connection, 'webhook_subscription_failed', details)
  await audit(db, clock, connection.workspaceId, {
    userId: null,
    action: 'gong.subscription_lost',
    target: connection.id,
    details: { what, subscriptionId: connection.subscriptionId },
  })
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

async function subscribed(
  connection: Connection,
  subscription: GongSubscription,
  deps: SubscriptionDeps,
): Promise<void> {
  const now = deps.clock.now()
  if (subscription.id !== connection.subscriptionId) await begun(connection, subscription, deps)
  await sql`
    update connection
    set delivery = 'subscription', subscription_id = ${subscription.id}, subscription_state = 'active',
        subscription_since = case when subscription_id = ${subscription.id} and subscription_state = 'active'
                                  then subscription_since else ${now} end,
        subscription_checked_at = ${now}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  await resolveIssues(deps.db, deps.clock, connection, ['webhook_subscription_failed'])
  await gongWorked(deps, connection, 'subscription')
  // What was analysed while there was none is looked for at once.
  if (subscription.id !== connection.subscriptionId) await compareListsNow(connection, deps.db, deps.jobs)
  await recordChanges(deps.db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** A new subscription is written down. */
async function begun(
  connection: Connection,
  subscription: GongSubscription,
  deps: SubscriptionDeps,
): Promise<void> {
  await audit(deps.db, deps.clock, connection.workspaceId, {
    userId: null,
    action: 'gong.subscribed',
    target: connection.id,
    details: { subscriptionId: subscription.id },
  })
}

async function notSubscribed(
  connection: Connection,
  error: GongError,
  deps: SubscriptionDeps,
): Promise<void> {
  const state =
    error.kind === 'not_offered'
      ? 'not_offered'
      : error.kind === 'subscription_conflict'
        ? 'conflict'
        : 'refused'
  // While Gong can't be asked, nothing new is known about the subscription.
  const unknown = ['rate_limited', 'daily_quota', 'unavailable', 'needs_reconnect', 'invalid_grant'].includes(
    error.kind,
  )
  if (unknown) {
    const again = checkedSoThatSoonAgain(deps.clock.now(), pauseAfter(error, AFTER_FAILURE_MS))
    await sql`update connection set subscription_checked_at = ${again}
      where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
    return gongFailed(deps, connection, 'subscription', error)
  }
  await sql`
    update connection
    set subscription_state = ${state}, subscription_checked_at = ${deps.clock.now()},
        subscription_id = null, subscription_since = null,
        delivery = case when delivery = 'subscription' then 'poll' else delivery end
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(deps.db)
  if (state !== 'not_offered') {
    await noteCapability(deps.db, deps.clock, connection, 'subscription', error.message)
    await raiseIssue(deps.db, deps.clock, connection, 'webhook_subscription_failed', {
      problem: error.message,
      conflictId: error.conflict?.id ?? null,
      conflictUrl: error.conflict?.url ?? null,
    })
  } else await resolveIssues(deps.db, deps.clock, connection, ['webhook_subscription_failed'])
  await recordChanges(deps.db, connection.workspaceId, [{ kind: 'connection', id: connection.id }])
}

/** Takes our subscription back at Gong. What is not there any more is fine. */
export async function removeSubscription(
  connection: Connection,
  session: GongSession,
  gong: Gong,
): Promise<void> {
  if (connection.subscriptionId) await gong.subscriptions.remove(session, connection.subscriptionId)
}
