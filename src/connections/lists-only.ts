import { sql } from 'kysely'
import { audit } from '../accounts/audit.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { GongError } from '../gong/errors.ts'
import type { GongSession } from '../gong/gong.ts'
import type { Connection } from './connection.ts'
import { resolveIssues } from './issues.ts'
import { withSubscriptionLease } from './subscription-lease.ts'
import { removeSubscription, type SubscriptionDeps } from './subscription.ts'

/**
 * From now on nobody announces calls: they are found by comparing lists alone, and nothing complains about silence. Our
 * subscription at Gong is removed. Ended by asking for the subscription or setting a rule.
 */
export async function compareListsOnly(
  connection: Connection,
  userId: string,
  session: GongSession,
  deps: SubscriptionDeps,
): Promise<void> {
  const { db, clock, gong } = deps
  const { id, workspaceId } = connection
  await withSubscriptionLease(id, db, true, async () => {
    await removeSubscription(connection, session, gong).catch((error: unknown) => {
      // What a Gong that can't be reached now delivers later is welcome all the same.
      if (!(error instanceof GongError)) throw error
    })
    await db.transaction().execute(async (tx) => {
      await sql`
        update connection
        set lists_only = true, delivery = 'poll', subscription_id = null, subscription_state = null,
            subscription_since = null, listening_from = null
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await resolveIssues(tx, clock, connection, ['webhook_subscription_failed', 'events_silent'])
      await audit(tx, clock, workspaceId, { userId, action: 'gong.lists_only', target: id, details: {} })
      await recordChanges(tx, workspaceId, [{ kind: 'connection', id }])
    })
  })
}

/** Somebody wants calls to be announced again. */
export async function announceAgain(
  connection: Pick<Connection, 'id' | 'workspaceId'>,
  db: Db,
): Promise<void> {
  await sql`update connection set lists_only = false
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
}
