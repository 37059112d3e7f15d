import { sql } from 'kysely'
import type { GongConfig } from '../config.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import type { OAuthClient } from '../gong/gong.ts'
import type { Secrets } from '../secrets.ts'
import { findConnection, isConnected, saveClient, savePendingClient, type Connection } from './connection.ts'

/** Which OAuth client a connection uses, and the Gong that it belongs to. */
export interface ClientDeps {
  db: Db
  secrets: Secrets
  config: GongConfig
  /** Base of the Gong simulator that runs beside us, or null. */
  simulatorUrl: string | null
}

const SECRET_PURPOSE = 'connection.client_secret_sealed'

/** The simulator knows every client whose id starts so; the page offers this one. */
export const SIMULATOR_CLIENT = { id: 'sim-fastfollow', secret: 'simulator' }

/**
 * Stores the workspace's own OAuth client. The secret is sealed and never answered again.
 * A client of another Gong replaces the demo: its connection and calls go, a real connection never goes this way.
 * While tokens of another client live, the new one waits: it takes over when a reconnect with it has succeeded.
 */
export async function setClient(
  workspaceId: string,
  deps: ClientDeps,
  input: { clientId: string; clientSecret: string; gong?: 'real' | 'simulator' | undefined },
): Promise<void> {
  const gong = input.gong ?? (input.clientId.startsWith('sim-') ? 'simulator' : 'real')
  const appUrl = gongAppUrl(gong, deps)
  const existing = await findConnection(workspaceId, deps.db)
  // Also after a disconnect: its calls would become the demo's, and go with it.
  if (existing?.gong === 'real' && existing.connectedAt !== null && gong === 'simulator')
    throw new AppError(
      'conflict',
      'This workspace has calls of the real Gong. Try the simulator in a workspace, or on a machine, of its own.',
    )
  const client = {
    appUrl,
    clientId: input.clientId,
    clientSecretSealed: deps.secrets.seal(input.clientSecret, SECRET_PURPOSE),
  }
  // The same client with another secret is at once the right one: Gong has changed its secret.
  if (existing?.gong === gong && isConnected(existing) && existing.clientId !== input.clientId)
    return savePendingClient(existing, deps.db, client)
  await deps.db.transaction().execute(async (tx) => {
    if (existing && existing.gong === 'simulator' && gong === 'real')
      await sql`delete from connection where workspace_id = ${workspaceId} and gong = 'simulator'`.execute(tx)
    await saveClient(workspaceId, tx, { gong, ...client })
  })
}

/** The connection to begin OAuth with; made on first use where the client is the deployment's or the simulator's. */
export async function connectionToBegin(workspaceId: string, deps: ClientDeps): Promise<Connection> {
  const existing = await findConnection(workspaceId, deps.db)
  if (existing) return existing
  if (deps.config.client) {
    await saveClient(workspaceId, deps.db, {
      gong: 'real',
      appUrl: deps.config.appUrl,
      clientId: null,
      clientSecretSealed: null,
    })
  } else if (deps.simulatorUrl) {
    await setClient(workspaceId, deps, {
      clientId: SIMULATOR_CLIENT.id,
      clientSecret: SIMULATOR_CLIENT.secret,
      gong: 'simulator',
    })
  } else {
    throw new AppError(
      'conflict',
      'No OAuth client is known yet. Enter the client id and secret from Gong first.',
    )
  }
  return (await findConnection(workspaceId, deps.db))!
}

/** The connection as the next connect sees it: with the client that waits, if one does. */
export function withNextClient(connection: Connection): Connection {
  if (connection.pendingClientId === null) return connection
  return {
    ...connection,
    clientId: connection.pendingClientId,
    clientSecretSealed: connection.pendingClientSecretSealed,
    appUrl: connection.pendingAppUrl ?? connection.appUrl,
  }
}

/** The credentials that this connection speaks to Gong with. */
export function oauthClient(connection: Connection, deps: ClientDeps): OAuthClient {
  if (connection.clientId && connection.clientSecretSealed)
    return {
      id: connection.clientId,
      secret: deps.secrets.unseal(connection.clientSecretSealed, SECRET_PURPOSE),
      appUrl: connection.appUrl,
    }
  if (deps.config.client) return { ...deps.config.client, appUrl: connection.appUrl }
  throw new AppError(
    'conflict',
    'The OAuth client of this deployment was removed. Enter a client id and secret.',
  )
}

/** False once the deployment's client that this connection uses was taken out of the configuration. */
export function hasClient(connection: Connection, deps: Pick<ClientDeps, 'config'>): boolean {
  return connection.clientId !== null || deps.config.client !== undefined
}

function gongAppUrl(gong: 'real' | 'simulator', deps: ClientDeps): string {
  if (gong === 'real') return deps.config.appUrl
  if (deps.simulatorUrl) return deps.simulatorUrl
  if (deps.config.appUrlIsSet) return deps.config.appUrl
  throw new AppError('bad_request', 'No Gong simulator runs here. Enter the client of your real Gong.')
}
