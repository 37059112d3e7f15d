import { sql } from 'kysely'
import type { GongConfig } from '../config.ts'
import { audit } from '../accounts/audit.ts'
import { recordChanges } from '../db/changes.ts'
import { notFound } from '../errors.ts'
import { GongError } from '../gong/errors.ts'
import { findConnection, isConnected } from './connection.ts'
import { gongSession } from './session.ts'
import { removeSubscription, type SubscriptionDeps } from './subscription.ts'
import type { Tokens } from './tokens.ts'

/**
 * Unsubscribes at Gong as far as Gong lets us, forgets the tokens and keeps every call. Connecting again undoes it:
 * the connection keeps its id and its webhook address.
 */
export async function disconnect(
  workspaceId: string,
  userId: string,
  deps: SubscriptionDeps & { tokens: Tokens; config: GongConfig },
): Promise<void> {
  const connection = await findConnection(workspaceId, deps.db)
  if (!connection || !isConnected(connection)) throw notFound('A connection to Gong')
  try {
    await removeSubscription(connection, gongSession(connection, 'live', deps), deps.gong)
  } catch (error) {
    // A Gong that can't be reached must not keep anybody connected: deliveries that still come are refused.
    if (!(error instanceof GongError)) throw error
  }
  await deps.db.transaction().execute(async (tx) => {
    await sql`
      update connection
      set access_token_sealed = null, refresh_token_sealed = null, previous_access_token_sealed = null,
          previous_refresh_token_sealed = null, access_obtained_at = null, access_expires_at = null,
          token_version = token_version + 1, disconnected_at = ${deps.clock.now()}, company_host = null,
          subscription_id = null, subscription_state = null, subscription_since = null, delivery = 'poll',
          block_code = null, block_since = null, block_probe_at = null,
          refresh_refused_at = null, refresh_unclear_at = null, refresh_retry_at = null, listening_from = null
      where workspace_id = ${workspaceId} and id = ${connection.id}`.execute(tx)
    // Nothing configured = every delivery to the old addresses is refused.
    await sql`update webhook_key set secret_sealed = null
      where workspace_id = ${workspaceId} and connection_id = ${connection.id}`.execute(tx)
    await sql`update issue set resolved_at = ${deps.clock.now()}
      where workspace_id = ${workspaceId} and connection_id = ${connection.id} and resolved_at is null`.execute(
      tx,
    )
    await audit(tx, deps.clock, workspaceId, {
      userId,
      action: 'gong.disconnected',
      target: connection.id,
      details: {},
    })
    await recordChanges(tx, workspaceId, [{ kind: 'connection', id: connection.id }])
  })
}
