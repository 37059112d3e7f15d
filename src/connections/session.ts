import type { GongConfig } from '../config.ts'
import type { GongSession, Lane } from '../gong/gong.ts'
import type { Connection } from './connection.ts'
import type { Tokens } from './tokens.ts'

/** What Gong's door needs to know of this connection for one request. */
export function gongSession(
  connection: Connection,
  lane: Lane,
  deps: { tokens: Tokens; config: GongConfig },
  onSlot?: () => void,
): GongSession {
  const clientId = connection.clientId ?? deps.config.client?.id ?? connection.id
  return {
    connectionId: connection.id,
    apiBaseUrl: connection.apiBaseUrl ?? '',
    allowanceKey: deps.config.rate.per === 'company' ? `${clientId}@${connection.companyHost}` : clientId,
    lane,
    token: () => deps.tokens.current(connection.id),
    renew: (usedToken) => deps.tokens.renew(connection.id, usedToken),
    ...(onSlot ? { onSlot } : {}),
  }
}
