import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import { noteArrival } from '../../connections/arrival.ts'
import type { WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db, Tx } from '../../db/db.ts'
import { createGroupCommit } from '../../db/group-commit.ts'
import { newId } from '../../db/id.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { expectCalls, type Expectation } from '../expect.ts'
import type { Announcement } from './parse-delivery.ts'
import type { VerifiedDelivery } from './verify-delivery.ts'

export interface ReceivedDelivery {
  key: WebhookKey
  verified: VerifiedDelivery
  announcement: Announcement
  headers: Record<string, string>
  rawBody: Buffer
}

/** About a second's work (5,900 a second were measured). Each delivery is held twice: as it came, and read. */
const limit = {
  items: 5_000,
  bytes: 64 * 1024 * 1024,
  sizeOf: ({ rawBody }: ReceivedDelivery) => rawBody.length,
  ownerOf: ({ key }: ReceivedDelivery) => key.connectionId,
}

export type Acceptance = 'accepted' | 'duplicate'

interface AcceptDeps {
  db: Db
  clock: Clock
  jobs: Jobs
}

/**
 * Puts a delivery, its call and the wake-up on disk, in one transaction with others that arrive at the same moment.
 * Only after this may it be acknowledged. A repeat changes nothing and answers `duplicate`.
 */
export function createAcceptance(deps: AcceptDeps): (received: ReceivedDelivery) => Promise<Acceptance> {
  return createGroupCommit(
    (batch: ReceivedDelivery[]) => deps.db.transaction().execute((tx) => acceptBatch(tx, batch, deps)),
    // One at a time: two of one connection would wait for each other's row, and larger batches cost less (0.56 against
    // 0.23 of the rate without a database, 50 senders).
    { most: 200, sideBySide: 1, limit },
  )
}

async function acceptBatch(tx: Tx, batch: ReceivedDelivery[], deps: AcceptDeps): Promise<Acceptance[]> {
  const now = deps.clock.now()
  const isNew = await insertDeliveries(tx, batch, now)
  const accepted = batch.filter((_, index) => isNew[index])
  // In the order of ids, so that two batches lock connections in the same order.
  for (const deliveries of byConnection(accepted)) await announce(tx, deliveries, now, deps)
  return isNew.map((each) => (each ? 'accepted' : 'duplicate'))
}

/** Which of the batch were not seen before. Of two equal ones in a batch the first counts. */
async function insertDeliveries(tx: Tx, batch: ReceivedDelivery[], now: Date): Promise<boolean[]> {
  const rows = batch.map(({ key, verified, announcement, headers, rawBody }) => ({
    id: newId(),
    connection_id: key.connectionId,
    dedupe_key: verified.dedupeKey,
    workspace_id: key.workspaceId,
    webhook_key_id: key.id,
    verified_by: verified.verifiedBy,
    kind: announcement.kind,
    gong_call_id: announcement.gongCallId,
    is_test: announcement.isTest,
    headers,
    body: rawBody.toString('utf8').replaceAll('\0', ''),
  }))
  const { rows: inserted } = await sql<{ id: string }>`
    insert into delivery (id, connection_id, dedupe_key, workspace_id, webhook_key_id, verified_by, kind, gong_call_id,
                          is_test, headers, body, received_at)
    select d.id, d.connection_id, d.dedupe_key, d.workspace_id, d.webhook_key_id, d.verified_by, d.kind, d.gong_call_id,
           d.is_test, d.headers, d.body, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (
      id text, connection_id text, dedupe_key text, workspace_id text, webhook_key_id text, verified_by text, kind text,
      gong_call_id text, is_test boolean, headers jsonb, body text)
    order by d.connection_id, d.dedupe_key, d.id
    on conflict (connection_id, dedupe_key) do nothing
    returning id`.execute(tx)
  const ids = new Set(inserted.map((row) => row.id))
  return rows.map((row) => ids.has(row.id))
}

function byConnection(deliveries: ReceivedDelivery[]): ReceivedDelivery[][] {
  const groups = Map.groupBy(deliveries, ({ key }) => key.connectionId)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

/** One connection's new deliveries: calls expected, the fetcher woken, their arrival noted. */
async function announce(tx: Tx, deliveries: ReceivedDelivery[], now: Date, deps: AcceptDeps): Promise<void> {
  const { connectionId, workspaceId } = deliveries[0]!.key
  const connection = { id: connectionId, workspaceId }
  const real = deliveries.filter(
    ({ announcement }) => announcement.gongCallId !== null && !announcement.isTest,
  )
  await expectCalls(tx, deps, connection, real.filter(isEvent).map(toExpectation), 'event')
  await expectCalls(tx, deps, connection, real.filter((each) => !isEvent(each)).map(toExpectation), 'rule')
  await noteArrival(tx, deps.clock, connection, [...new Set(deliveries.map(({ key }) => key.id))])

  function toExpectation({ announcement: { gongCallId, details } }: ReceivedDelivery): Expectation {
    return { gongCallId: gongCallId ?? '', announcedAt: now, ...(details ? { details } : {}) }
  }
}

function isEvent({ verified }: ReceivedDelivery): boolean {
  return verified.shape === 'event'
}
