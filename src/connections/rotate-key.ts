import { audit } from '../accounts/audit.ts'
import { recordChanges } from '../db/changes.ts'
import { AppError, notFound } from '../errors.ts'
import type { GongConfig } from '../config.ts'
import { findConnection, isConnected } from './connection.ts'
import { gongSession } from './session.ts'
import { ensureSubscription, type SubscriptionDeps } from './subscription.ts'
import type { Tokens } from './tokens.ts'
import { presentAddress } from './status.ts'
import { rotateWebhookKey, webhookUrl } from './webhook-keys.ts'

/**
 * Gives the connection a new webhook address; the old one works for another hour. A subscription moves to it by
 * itself; in an automation rule an admin enters it.
 */
export async function rotateKey(
  workspaceId: string,
  userId: string,
  deps: SubscriptionDeps & { tokens: Tokens; config: GongConfig },
): Promise<{ webhookUrl: string }> {
  const connection = await findConnection(workspaceId, deps.db)
  if (!connection) throw notFound('A connection to Gong')
  const old = await presentAddress(connection, deps)
  if (!old) throw new AppError('conflict', 'There is no webhook address yet. Connect Gong first.')
  const fresh = await deps.db.transaction().execute(async (tx) => {
    const made = await rotateWebhookKey(old, deps.clock.now(), tx, deps.secrets)
    await audit(tx, deps.clock, workspaceId, {
      userId,
      action: 'gong.webhook_key_rotated',
      target: connection.id,
      details: { mode: old.mode },
    })
    await recordChanges(tx, workspaceId, [{ kind: 'connection', id: connection.id }])
    return made
  })
  if (fresh.mode === 'subscription' && isConnected(connection))
    await ensureSubscription(connection, gongSession(connection, 'live', deps), deps, { moved: true })
  return { webhookUrl: webhookUrl(deps.publicUrl, fresh) }
}
