import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import type { GongErrorKind } from '../gong/errors.ts'

/** A workspace's connection to Gong as it is stored. Sealed columns stay sealed until they are used. */
export interface Connection {
  id: string
  workspaceId: string
  gong: 'real' | 'simulator'
  appUrl: string
  clientId: string | null
  clientSecretSealed: string | null
  /** A client that was entered while tokens of another one live; see `client.ts`. */
  pendingClientId: string | null
  pendingClientSecretSealed: string | null
  pendingAppUrl: string | null
  apiBaseUrl: string | null
  companyHost: string | null
  scopes: string[]
  ownerUserId: string | null
  gongUserId: string | null
  connectedAt: Date | null
  disconnectedAt: Date | null
  /** When access was granted last; null where an older version stored it. */
  grantedAt: Date | null
  tokenVersion: number
  accessTokenSealed: string | null
  refreshTokenSealed: string | null
  accessObtainedAt: Date | null
  accessExpiresAt: Date | null
  /** The pair before the last refresh, until the new one was seen to work. */
  previousRefreshTokenSealed: string | null
  refreshRefusedAt: Date | null
  refreshUnclearAt: Date | null
  refreshRetryAt: Date | null
  refreshFailedAs: GongErrorKind | null
  delivery: 'subscription' | 'rule' | 'poll'
  /** An admin's choice; see `lists-only.ts`. */
  listsOnly: boolean
  subscriptionId: string | null
  subscriptionState: 'active' | 'conflict' | 'refused' | 'not_offered' | null
  subscriptionSince: Date | null
  blockCode: BlockCode | null
  blockSince: Date | null
  blockProbeAt: Date | null
  lastEventAt: Date | null
  listReadAt: Date | null
  listNextAt: Date | null
  listReadWideAt: Date | null
  listFrom: Date | null
  usersReadAt: Date | null
  /** Which calls the automation rule in Gong leaves out, as far as it is known. */
  ruleFilter: 'external_only' | null
  /** Since when an unannounced call counts as missed; see `ingest/compared.ts`. */
  listeningFrom: Date | null
  compareAllPlace: Date | null
  compareAllAt: Date | null
}

export type BlockCode = 'forbidden' | 'needs_reconnect' | 'daily_quota'

const columns = sql`
  id, workspace_id as "workspaceId", gong, app_url as "appUrl", client_id as "clientId",
  client_secret_sealed as "clientSecretSealed", pending_client_id as "pendingClientId",
  pending_client_secret_sealed as "pendingClientSecretSealed", pending_app_url as "pendingAppUrl",
  api_base_url as "apiBaseUrl", company_host as "companyHost", scopes,
  owner_user_id as "ownerUserId", gong_user_id as "gongUserId", connected_at as "connectedAt",
  disconnected_at as "disconnectedAt", granted_at as "grantedAt", token_version as "tokenVersion", access_token_sealed as "accessTokenSealed",
  refresh_token_sealed as "refreshTokenSealed", access_obtained_at as "accessObtainedAt",
  access_expires_at as "accessExpiresAt", previous_refresh_token_sealed as "previousRefreshTokenSealed",
  refresh_refused_at as "refreshRefusedAt", refresh_unclear_at as "refreshUnclearAt",
  refresh_retry_at as "refreshRetryAt", refresh_failed_as as "refreshFailedAs", delivery, lists_only as "listsOnly", subscription_id as "subscriptionId",
  subscription_state as "subscriptionState", subscription_since as "subscriptionSince", block_code as "blockCode",
  block_since as "blockSince", block_probe_at as "blockProbeAt", last_event_at as "lastEventAt",
  list_read_at as "listReadAt", list_next_at as "listNextAt", list_read_wide_at as "listReadWideAt", list_from as "listFrom",
  users_read_at as "usersReadAt", rule_filter as "ruleFilter", listening_from as "listeningFrom", compare_all_place as "compareAllPlace",
  compare_all_at as "compareAllAt"`

/** The workspace's connection, or null before an OAuth client is known. */
export async function findConnection(workspaceId: string, db: Db): Promise<Connection | null> {
  const { rows } =
    await sql<Connection>`select ${columns} from connection where workspace_id = ${workspaceId}`.execute(db)
  return rows[0] ?? null
}

/** For work that starts from a connection's id (jobs, webhooks), where the workspace follows from the row. */
export async function readConnection(connectionId: string, db: Db): Promise<Connection | null> {
  const { rows } =
    await sql<Connection>`select ${columns} from connection where id = ${connectionId}`.execute(db)
  return rows[0] ?? null
}

export function isConnected(connection: Connection): boolean {
  return (
    connection.connectedAt !== null &&
    connection.disconnectedAt === null &&
    connection.accessTokenSealed !== null
  )
}

/** Creates the workspace's connection row, or points the existing one at this client. */
export async function saveClient(
  workspaceId: string,
  db: Db,
  client: {
    gong: 'real' | 'simulator'
    appUrl: string
    clientId: string | null
    clientSecretSealed: string | null
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into connection (id, workspace_id, gong, app_url, client_id, client_secret_sealed)
    values (${newId()}, ${workspaceId}, ${client.gong}, ${client.appUrl}, ${client.clientId}, ${client.clientSecretSealed})
    on conflict (workspace_id) do update
      set gong = excluded.gong, app_url = excluded.app_url, client_id = excluded.client_id,
          client_secret_sealed = excluded.client_secret_sealed,
          pending_client_id = null, pending_client_secret_sealed = null, pending_app_url = null
    returning id`.execute(db)
  return rows[0]!.id
}

/** Keeps a client for the next connect: until then the living tokens are refreshed with the one that got them. */
export async function savePendingClient(
  connection: Connection,
  db: Db,
  client: { appUrl: string; clientId: string; clientSecretSealed: string },
): Promise<void> {
  await sql`
    update connection
    set pending_client_id = ${client.clientId}, pending_client_secret_sealed = ${client.clientSecretSealed},
        pending_app_url = ${client.appUrl}
    where workspace_id = ${connection.workspaceId} and id = ${connection.id}`.execute(db)
}
