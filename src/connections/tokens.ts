import { maySeekRefresh, type TokenDeps } from './refresh-failures.ts'
import { refreshOnce } from './refresh-tokens.ts'
import { accessToken, isAlive, isPastHalfLife, mustRead } from './stored-tokens.ts'
import type { Connection } from './connection.ts'

/** A connection's tokens: read, refreshed one at a time across all processes, stored before they are used. */
export interface Tokens {
  /** An access token that lives. Refreshes first when it is past its half-life. */
  current(connectionId: string): Promise<string>
  /** After Gong refused `usedToken`: the token that somebody else got meanwhile, or a fresh one. */
  renew(connectionId: string, usedToken: string): Promise<string>
}

export function createTokens(deps: TokenDeps): Tokens {
  const { db, clock } = deps
  /** Needs of this process that arrive while it refreshes share the outcome. */
  const refreshing = new Map<string, Promise<string>>()

  function refreshTogether(connection: Connection, isUrgent: boolean): Promise<string> {
    const key = `${connection.id} ${isUrgent}`
    const running = refreshing.get(key)
    if (running) return running
    const run = refreshOnce(connection, isUrgent, deps).finally(() => refreshing.delete(key))
    refreshing.set(key, run)
    return run
  }

  return {
    async current(connectionId) {
      const connection = await mustRead(connectionId, db)
      const now = clock.now()
      if (!isPastHalfLife(connection, now)) return accessToken(connection, deps.secrets)
      if (isAlive(connection, now) && !maySeekRefresh(connection, now))
        return accessToken(connection, deps.secrets)
      try {
        return await refreshTogether(connection, false)
      } catch (error) {
        // Whatever the refresh said: a token that still lives is still good, and calls go on.
        if (isAlive(connection, clock.now())) return accessToken(connection, deps.secrets)
        throw error
      }
    },
    async renew(connectionId, usedToken) {
      const connection = await mustRead(connectionId, db)
      const stored = accessToken(connection, deps.secrets)
      return stored === usedToken ? refreshTogether(connection, true) : stored
    },
  }
}
