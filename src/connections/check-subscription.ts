import type { GongConfig } from '../config.ts'
import { isConnected, readConnection } from './connection.ts'
import { gongSession } from './session.ts'
import { ensureSubscription, type SubscriptionDeps } from './subscription.ts'
import type { Tokens } from './tokens.ts'

/** The hourly comparison of the wanted subscription with the actual one. */
export async function checkSubscription(
  connectionId: string,
  deps: SubscriptionDeps & { tokens: Tokens; config: GongConfig },
): Promise<void> {
  const connection = await readConnection(connectionId, deps.db)
  if (!connection || !isConnected(connection) || connection.delivery === 'rule') return
  await ensureSubscription(connection, gongSession(connection, 'reconcile', deps), deps, { patient: false })
}
