import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db, Tx } from '../../db/db.ts'
import { newId } from '../../db/id.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { expectCalls } from '../expect.ts'
import type { Announcement } from './parse-delivery.ts'
import type { VerifiedDelivery } from './verify-delivery.ts'

export interface ReceivedDelivery {
  key: WebhookKey
  verified: VerifiedDelivery
  announcement: Announcement
  headers: Record<string, string>
  rawBody: Buffer
}

/**
 * Puts a delivery, its call and the wake-up on disk in one transaction. Only after this may it be acknowledged.
 * A repeat changes nothing and answers `duplicate`.
 */
export function acceptDelivery(
  received: ReceivedDelivery,
  deps: { db: Db; clock: Clock; jobs: Jobs },
): Promise<'accepted' | 'duplicate'> {
  const connection = { id: received.key.connectionId, workspaceId: received.key.workspaceId }
  const { announcement } = received
  return deps.db.transaction().execute(async (tx) => {
    if (!(await insertDelivery(tx, received, deps.clock.now()))) return 'duplicate'
    await noteArrival(tx, received, deps.clock.now())
    if (announcement.gongCallId !== null && !announcement.isTest)
      await expectCalls(
        tx,
        deps,
        connection,
        [
          {
            gongCallId: announcement.gongCallId,
            announcedAt: deps.clock.now(),
            ...(announcement.details ? { details: announcement.details } : {}),
          },
        ],
        announcement.details ? 'rule' : 'event',
      )
    return 'accepted'
  })
}

async function insertDelivery(tx: Tx, received: ReceivedDelivery, now: Date): Promise<boolean> {
  const { key, verified, announcement } = received
  const result = await sql`
    insert into delivery (connection_id, dedupe_key, id, workspace_id, webhook_key_id, verified_by, kind, gong_call_id,
                          is_test, headers, body, received_at)
    values (${key.connectionId}, ${verified.dedupeKey}, ${newId()}, ${key.workspaceId}, ${key.id}, ${verified.verifiedBy},
            ${announcement.kind}, ${announcement.gongCallId}, ${announcement.isTest}, ${JSON.stringify(received.headers)},
            ${received.rawBody.toString('utf8').replaceAll('\0', '')}, ${now})
    on conflict (connection_id, dedupe_key) do nothing`.execute(tx)
  return result.numAffectedRows === 1n
}

async function noteArrival(tx: Tx, { key }: ReceivedDelivery, now: Date): Promise<void> {
  await sql`update connection set last_event_at = ${now} where workspace_id = ${key.workspaceId} and id = ${key.connectionId}`.execute(tx)
  await sql`update webhook_key set verified_at = ${now} where id = ${key.id} and verified_at is null`.execute(tx)
}
