import { sql } from 'kysely'
import { audit } from '../accounts/audit.ts'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { AppError, notFound } from '../errors.ts'
import { importRuleKey } from '../gong/signatures/rule-key.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Secrets } from '../secrets.ts'
import { compareListsNow } from './compare-lists.ts'
import { findConnection } from './connection.ts'
import { retireMode, setWebhookSecret, webhookKeyFor, webhookUrl } from './webhook-keys.ts'

/**
 * Delivery by a Gong automation rule: answers the address to enter in Gong. With a public key the rule's signed JWT
 * is verified; with `urlSecret` the address itself is the secret; with neither the address is made, and everything
 * is refused until the key is entered.
 */
export async function useRule(
  workspaceId: string,
  userId: string,
  input: {
    publicKey?: string | undefined
    urlSecret?: true | undefined
    filter?: 'external_only' | null | undefined
  },
  deps: { db: Db; clock: Clock; jobs: Jobs; secrets: Secrets; publicUrl: string },
): Promise<{ webhookUrl: string }> {
  if (input.publicKey !== undefined && input.urlSecret)
    throw new AppError('bad_request', 'Choose one: the rule signs with a key, or its address holds a secret.')
  const connection = await findConnection(workspaceId, deps.db)
  if (!connection) throw notFound('A connection to Gong')
  const publicKey = input.publicKey === undefined ? null : await importRuleKey(input.publicKey)
  return deps.db.transaction().execute(async (tx) => {
    const key = await webhookKeyFor(
      connection,
      input.urlSecret ? 'rule_secret' : 'rule_jwt',
      tx,
      deps.secrets,
    )
    if (input.urlSecret) await setWebhookSecret(key, 'in-address', tx, deps.secrets)
    else if (publicKey !== null) await setWebhookSecret(key, publicKey, tx, deps.secrets)
    // The other kind of address lives on for an hour only: an address that needs no signature must not stay open unseen.
    if (key.mode === 'rule_secret' || publicKey !== null)
      await retireMode(
        connection,
        key.mode === 'rule_secret' ? 'rule_jwt' : 'rule_secret',
        deps.clock.now(),
        tx,
      )
    if (input.urlSecret || publicKey !== null)
      await sql`update connection set delivery = 'rule', lists_only = false, listening_from = null where workspace_id = ${workspaceId} and id = ${connection.id}`.execute(
        tx,
      )
    if (input.filter !== undefined)
      await sql`update connection set rule_filter = ${input.filter}
        where workspace_id = ${workspaceId} and id = ${connection.id}`.execute(tx)
    await audit(tx, deps.clock, workspaceId, {
      userId,
      action: 'gong.rule_set',
      target: connection.id,
      details: { mode: key.mode },
    })
    await compareListsNow(connection, tx, deps.jobs)
    await recordChanges(tx, workspaceId, [{ kind: 'connection', id: connection.id }])
    return { webhookUrl: webhookUrl(deps.publicUrl, key) }
  })
}
