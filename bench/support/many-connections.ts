import { randomBytes } from 'node:crypto'
import { createSecrets, fingerprint } from '../../src/secrets.ts'
import type { Shared } from './shared-database.ts'

/** Where one connection's events go, and the token they are signed with. */
export interface Address {
  path: string
  token: string
}

/**
 * Makes connected workspaces, each with tokens and a subscription of its own, and with an OAuth client of its own unless
 * they share one; nothing of them is due.
 */
export async function makeConnections(
  shared: Shared,
  count: number,
  gongUrl: string,
  { shareClient = false }: { shareClient?: boolean } = {},
): Promise<Address[]> {
  const secrets = createSecrets(shared.env['SECRET_KEY'] ?? '')
  const addresses: Address[] = []
  const rows = Array.from({ length: count }, (_, n) => {
    const key = randomBytes(24).toString('base64url')
    const token = `whsec_${randomBytes(32).toString('base64')}`
    addresses.push({ path: `/api/webhooks/gong/${key}`, token })
    return {
      id: `bench${n}`,
      client_id: shareClient ? 'sim-bench' : `sim-bench${n}`,
      client_secret_sealed: secrets.seal('simulator', 'connection.client_secret_sealed'),
      access: secrets.seal('access', 'connection.access_token_sealed'),
      refresh: secrets.seal('refresh', 'connection.refresh_token_sealed'),
      key_hash: fingerprint(key),
      key_sealed: secrets.seal(key, 'webhook_key.key_sealed'),
      secret_sealed: secrets.seal(token, 'webhook_key.secret_sealed'),
    }
  })
  const json = JSON.stringify(rows)
  const given = `json_to_recordset($1::json) as r (id text, client_id text, client_secret_sealed text, access text, refresh text,
    key_hash text, key_sealed text, secret_sealed text)`
  await shared.pool.query(`insert into workspace (id, name, created_at) select id, id, now() from ${given}`, [
    json,
  ])
  await shared.pool.query(
    `insert into connection (id, workspace_id, gong, app_url, client_id, client_secret_sealed, api_base_url, company_host, scopes,
       connected_at, access_token_sealed, refresh_token_sealed, token_version, access_obtained_at, access_expires_at, delivery,
       subscription_id, subscription_state, subscription_since, subscription_checked_at, list_read_at, list_read_wide_at,
       list_next_at, users_read_at, listening_from, compare_all_at)
     select id, id, 'simulator', $2, client_id, client_secret_sealed, $2, 'localhost',
       '{api:calls:read:basic,api:calls:read:extensive,api:calls:read:transcript,api:users:read}', now(), access, refresh, 1,
       now(), now() + interval '1 day', 'subscription', id, 'active', now(), now(), now(), now(), now() + interval '1 day', now(), now(), now()
     from ${given}`,
    [json, gongUrl],
  )
  await shared.pool.query(
    `insert into webhook_key (id, workspace_id, connection_id, key_hash, key_sealed, mode, secret_sealed, verified_at)
     select id, id, id, key_hash, key_sealed, 'subscription', secret_sealed, now() from ${given}`,
    [json],
  )
  await shared.pool.query('analyze')
  return addresses
}
