import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { secretVersion, type WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db } from '../../db/db.ts'
import { createGroupCommit } from '../../db/group-commit.ts'
import { newId } from '../../db/id.ts'
import { plannedOnce } from '../../db/planned-once.ts'
import type { GongCallDetails } from '../../gong/schemas.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { applyDetails } from '../details.ts'
import { callsFrom } from '../expect.ts'
import { afterAcceptance } from './after-acceptance.ts'
import type { Announcement } from './parse-delivery.ts'
import type { VerifiedDelivery } from './verify-delivery.ts'

export interface ReceivedDelivery {
  key: WebhookKey
  verified: VerifiedDelivery
  announcement: Announcement
  headers: Record<string, string>
  rawBody: Buffer
}

/** About a second's work (`docs/scale-out.md` has how many were measured). Each delivery is held twice: as it came, and read. */
const limit = {
  items: 5_000,
  bytes: 64 * 1024 * 1024,
  sizeOf: ({ rawBody }: ReceivedDelivery) => rawBody.length,
  ownerOf: ({ key }: ReceivedDelivery) => key.connectionId,
}

interface AcceptDeps {
  db: Db
  clock: Clock
  jobs: Jobs
  log: Logger
}

export interface Acceptance {
  /** `outdated`: its address is not what it was when it was read, so nothing was stored. */
  accept(received: ReceivedDelivery): Promise<'accepted' | 'duplicate' | 'outdated'>
  /** Resolves when all that follows accepted deliveries is done. */
  done(): Promise<void>
}

/**
 * Puts a delivery and its call on disk, in one statement with others that arrive at the same moment. Only after this may
 * it be acknowledged. A repeat changes nothing and answers `duplicate`.
 */
export function createAcceptance(deps: AcceptDeps): Acceptance {
  const after = afterAcceptance(deps)
  const accept = createGroupCommit(
    async (batch: ReceivedDelivery[]) => {
      const stored = await store(batch, deps)
      // A repeat is an arrival, too: what followed the first may have been left undone.
      after.follow(
        stored.flatMap(({ isCurrent, callId }, place) =>
          isCurrent ? [{ key: batch[place]!.key, isCallExpected: callId !== null }] : [],
        ),
      )
      return stored.map(outcomeOf)
    },
    // Two side by side would be two smaller ones that cost as much each.
    { most: 200, sideBySide: 1, limit },
  )
  return { accept, done: after.done }
}

function outcomeOf({ isCurrent, isNew }: Stored): 'accepted' | 'duplicate' | 'outdated' {
  if (!isCurrent) return 'outdated'
  return isNew ? 'accepted' : 'duplicate'
}

interface Stored {
  /** False where its address has changed, or is gone. */
  isCurrent: boolean
  /** False for a repeat. Of two equal ones in a batch the first counts. */
  isNew: boolean
  /** The call that it announces; null for a repeat, a test, and news of something else. */
  callId: string | null
}

/** A rule's deliveries hold their calls' details: written with them, or not at all. Of two about one call the later counts. */
async function store(batch: ReceivedDelivery[], deps: AcceptDeps): Promise<Stored[]> {
  const now = deps.clock.now()
  if (batch.every(({ announcement }) => announcement.details === null)) return insert(deps.db, batch, now)
  return deps.db.transaction().execute(async (tx) => {
    const stored = await insert(tx, batch, now)
    const held = new Map<string, { key: WebhookKey; callId: string; details: GongCallDetails }>()
    batch.forEach(({ key, announcement: { details } }, place) => {
      const { callId } = stored[place]!
      if (details && callId !== null) held.set(callId, { key, callId, details })
    })
    for (const [id, calls] of Map.groupBy(held.values(), ({ key }) => key.connectionId))
      await applyDetails(tx, deps.clock, { id, workspaceId: calls[0]!.key.workspaceId }, calls)
    return stored
  })
}

/**
 * Deliveries, the calls that the new ones announce, and the news for open pages, of all connections in one statement: as
 * statements of their own they cost a turn of the event loop each, in which others' requests are answered first
 * (`docs/decisions/044`).
 */
async function insert(db: Db, batch: ReceivedDelivery[], now: Date): Promise<Stored[]> {
  const rows = batch.map(({ key, verified, announcement, headers, rawBody }, place) => ({
    place,
    id: newId(),
    call_id: newId(),
    connection_id: key.connectionId,
    dedupe_key: verified.dedupeKey,
    workspace_id: key.workspaceId,
    webhook_key_id: key.id,
    key_version: key.version,
    verified_by: verified.verifiedBy,
    source: verified.shape,
    kind: announcement.kind,
    gong_call_id: announcement.gongCallId,
    is_test: announcement.isTest,
    headers,
    body: rawBody.toString('utf8').replaceAll('\0', ''),
  }))
  const wished = sql`
    select distinct on (connection_id, gong_call_id) call_id as id, workspace_id, connection_id, gong_call_id, source,
           true as follow_up_wanted, ${now}::timestamptz as announced_at
    from fresh where gong_call_id is not null and not is_test
    order by connection_id, gong_call_id, place`
  const { rows: stored } = await sql<Stored>`${plannedOnce}
    with
      received as (
        -- What a delivery was verified by is still so, or it is not stored (docs/decisions/058).
        select r.*, exists (
          select from webhook_key k where k.id = r.webhook_key_id and ${secretVersion(sql`k`)} = r.key_version
            and (k.expires_at is null or k.expires_at > ${now})) as is_current
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
          place int, id text, call_id text, connection_id text, dedupe_key text, workspace_id text, webhook_key_id text,
          key_version text, verified_by text, source text, kind text, gong_call_id text, is_test boolean, headers jsonb,
          body text)),
      kept as (
        insert into delivery (id, connection_id, dedupe_key, workspace_id, webhook_key_id, verified_by, kind,
                              gong_call_id, is_test, headers, body, received_at)
        select id, connection_id, dedupe_key, workspace_id, webhook_key_id, verified_by, kind, gong_call_id, is_test,
               headers, body, ${now}
        from received where is_current order by connection_id, dedupe_key, place
        on conflict (connection_id, dedupe_key) do nothing
        returning id),
      fresh as (select received.* from received join kept using (id)),
      expected as (
        ${callsFrom(wished, now)}
        returning id, workspace_id, connection_id, gong_call_id),
      news as (
        insert into change (workspace_id, kind, entity_id) select workspace_id, 'call', id from expected)
    select is_current as "isCurrent", kept.id is not null as "isNew", expected.id as "callId"
    from received
    left join kept using (id)
    left join expected on kept.id is not null and not received.is_test
      and expected.connection_id = received.connection_id and expected.gong_call_id = received.gong_call_id
    order by place`.execute(db)
  return stored
}
