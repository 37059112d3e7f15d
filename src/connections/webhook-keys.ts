import { randomBytes } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { fingerprint, type Secrets } from '../secrets.ts'

/** The address that Gong delivers to. Its mode, never the request, chooses how a delivery is verified. */
export interface WebhookKey {
  id: string
  workspaceId: string
  connectionId: string
  mode: WebhookMode
  /** Subscription token (`whsec_…`) or public key (PEM). Null = nothing configured, so everything is refused. */
  secret: string | null
  /** The secret part of the address itself. */
  key: string
  /** Another one with each secret ({@link secretVersion}). */
  version: string
}

export type WebhookMode = 'subscription' | 'rule_jwt' | 'rule_secret'

interface Row {
  id: string
  workspaceId: string
  connectionId: string
  mode: WebhookMode
  keySealed: string
  secretSealed: string | null
  version: string
}

const PURPOSE = { key: 'webhook_key.key_sealed', secret: 'webhook_key.secret_sealed' }

/** By which one sees that a row still has the secret that was read: all that verifying depends on, and that can change. */
export const secretVersion = (table: RawBuilder<unknown>): RawBuilder<string> =>
  sql`encode(sha256(convert_to(coalesce(${table}.secret_sealed, ''), 'UTF8')), 'base64')`

const columns = sql`id, workspace_id as "workspaceId", connection_id as "connectionId", mode,
  key_sealed as "keySealed", secret_sealed as "secretSealed", ${secretVersion(sql`webhook_key`)} as version`

/**
 * Looks up who deliveries to these addresses are for, in one statement. What it answers opens one of them, or tells null
 * where no such address exists (any more); a secret that can't be opened throws for its own address alone.
 */
export async function findWebhookKeys(
  keys: string[],
  db: Db,
  secrets: Secrets,
  now: Date,
): Promise<(key: string) => WebhookKey | null> {
  const { rows } = await sql<Row & { keyHash: string }>`
    select ${columns}, key_hash as "keyHash" from webhook_key
    where key_hash = any(${keys.map(fingerprint)}) and (expires_at is null or expires_at > ${now})`.execute(
    db,
  )
  const byHash = new Map(rows.map((row) => [row.keyHash, row]))
  return (key) => {
    const row = byHash.get(fingerprint(key))
    return row ? open(row, secrets) : null
  }
}

/** The connection's present address for a mode, made and stored before anybody is told of it. */
export async function webhookKeyFor(
  connection: { id: string; workspaceId: string },
  mode: WebhookMode,
  db: Db,
  secrets: Secrets,
): Promise<WebhookKey> {
  const existing = await presentKey(connection, mode, db, secrets)
  if (existing) return existing
  const key = randomBytes(24).toString('base64url')
  const { rows } = await sql<Row>`
    insert into webhook_key (id, workspace_id, connection_id, key_hash, key_sealed, mode)
    values (${newId()}, ${connection.workspaceId}, ${connection.id}, ${fingerprint(key)}, ${secrets.seal(key, PURPOSE.key)}, ${mode})
    returning ${columns}`.execute(db)
  return open(rows[0]!, secrets)
}

export async function presentKey(
  connection: { id: string; workspaceId: string },
  mode: WebhookMode,
  db: Db,
  secrets: Secrets,
): Promise<WebhookKey | null> {
  const { rows } = await sql<Row>`
    select ${columns} from webhook_key
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and mode = ${mode}
      and expires_at is null
    order by created_at desc limit 1`.execute(db)
  return rows[0] ? open(rows[0], secrets) : null
}

export async function setWebhookSecret(
  key: WebhookKey,
  secret: string | null,
  db: Db,
  secrets: Secrets,
): Promise<void> {
  const sealed = secret === null ? null : secrets.seal(secret, PURPOSE.secret)
  await sql`
    update webhook_key set secret_sealed = ${sealed}, verified_at = null
    where workspace_id = ${key.workspaceId} and id = ${key.id}`.execute(db)
}

/** An address that was replaced keeps working for an hour, so that deliveries on their way are not lost. */
const OLD_KEY_LIFE_MS = 3_600_000

/**
 * Makes a new address for a mode; the old one lives on for an hour. A rule's key or secret mode moves along; a
 * subscription's token belongs to the old address alone.
 */
export async function rotateWebhookKey(
  old: WebhookKey,
  now: Date,
  tx: Db,
  secrets: Secrets,
): Promise<WebhookKey> {
  const end = new Date(now.getTime() + OLD_KEY_LIFE_MS)
  await sql`update webhook_key set expires_at = ${end} where workspace_id = ${old.workspaceId} and id = ${old.id}`.execute(
    tx,
  )
  const fresh = await webhookKeyFor(
    { id: old.connectionId, workspaceId: old.workspaceId },
    old.mode,
    tx,
    secrets,
  )
  if (old.mode !== 'subscription') await setWebhookSecret(fresh, old.secret, tx, secrets)
  return fresh
}

/** Lets the connection's addresses of a mode end in an hour. */
export async function retireMode(
  connection: { id: string; workspaceId: string },
  mode: WebhookMode,
  now: Date,
  tx: Db,
): Promise<void> {
  await sql`
    update webhook_key set expires_at = ${new Date(now.getTime() + OLD_KEY_LIFE_MS)}
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and mode = ${mode}
      and expires_at is null`.execute(tx)
}

/** Every address that subscriptions of this connection may deliver to, replaced ones too. */
export async function subscriptionKeys(
  connection: { id: string; workspaceId: string },
  db: Db,
  secrets: Secrets,
): Promise<WebhookKey[]> {
  const { rows } = await sql<Row>`
    select ${columns} from webhook_key
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id} and mode = 'subscription'`.execute(
    db,
  )
  return rows.map((row) => open(row, secrets))
}

/** When a delivery to this address was first seen to be genuine; null = none yet. */
export async function verifiedAt(key: WebhookKey, db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select verified_at as at from webhook_key where workspace_id = ${key.workspaceId} and id = ${key.id}`.execute(
    db,
  )
  return rows[0]?.at ?? null
}

export function webhookUrl(publicUrl: string, key: WebhookKey): string {
  return publicUrl + webhookPath(key)
}

export function webhookPath(key: WebhookKey): string {
  return `/api/webhooks/gong/${key.key}`
}

function open(row: Row, secrets: Secrets): WebhookKey {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    mode: row.mode,
    key: secrets.unseal(row.keySealed, PURPOSE.key),
    secret: row.secretSealed === null ? null : secrets.unseal(row.secretSealed, PURPOSE.secret),
    version: row.version,
  }
}
