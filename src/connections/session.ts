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
  return {
    connectionId: connection.id,
    apiBaseUrl: connection.apiBaseUrl ?? '',
    allowanceKey: allowanceKey(connection, deps.config),
    lane,
    token: () => deps.tokens.current(connection.id),
    renew: (usedToken) => deps.tokens.renew(connection.id, usedToken),
    ...(onSlot ? { onSlot } : {}),
  }
}

/** Whose allowance this connection's requests count against: the OAuth client's, or client and company. */
export function allowanceKey(connection: Connection, config: GongConfig): string {
  const clientId = connection.clientId ?? config.client?.id ?? connection.id
  return config.rate.per === 'company' ? `${clientId}@${connection.companyHost}` : clientId
}
