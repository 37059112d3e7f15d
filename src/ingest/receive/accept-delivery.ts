import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { secretVersion, type WebhookKey } from '../../connections/webhook-keys.ts'
import type { Db } from '../../db/db.ts'
import { createGroupCommit } from '../../db/group-commit.ts'
import { newId } from '../../db/id.ts'
import { plannedOnce } from '../../db/planned-once.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { createArrivedKeys } from './arrived-keys.ts'
import type { Announcement } from './parse-delivery.ts'
import { createTakingIn } from './taking-in.ts'
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

/**
 * Most of those who were just answered are about to send again. Of the shares 0.4, 0.6, 0.75, 0.85 and 0.95 the third and
 * fourth took most, 5 % more than 0.6; this lies between them. Hardly longer than a commit takes.
 */
const gather = {
  enough: (waiting: number, answered: number) => Math.floor((waiting + answered) * 0.8),
  withinMs: 2,
}

/**
 * `outdated`: its address is not what it was when it was read, so nothing was stored. `unsure`: it is on disk, but the
 * database failed right after.
 */
type Outcome = 'accepted' | 'duplicate' | 'outdated' | 'unsure'

export interface Acceptance {
  accept(received: ReceivedDelivery): Promise<Outcome>
  /** Takes in what was accepted before and is still there. */
  start(): void
  /** What was accepted and is not taken in yet stays on disk, for the next process. */
  stop(): Promise<void>
}

/**
 * Puts a delivery on disk, in one statement with others that arrive at the same moment. Only after this may it be
 * acknowledged. Then it is taken in, and in a storm its sender does not wait for that.
 */
export function createAcceptance(deps: { db: Db; clock: Clock; jobs: Jobs; log: Logger }): Acceptance {
  const arrived = createArrivedKeys()
  const takingIn = createTakingIn(deps, arrived)
  const accept = createGroupCommit(
    async (batch: ReceivedDelivery[]) => {
      const stored = await store(batch, deps.db, deps.clock.now())
      const outcomes = batch.map(({ key, verified: { dedupeKey } }): Outcome => {
        const { isCurrent, known } = stored.get(key)!
        if (!isCurrent) return 'outdated'
        const isNew = arrived.add(key.connectionId, dedupeKey) && !known.has(dedupeKey)
        return isNew ? 'accepted' : 'duplicate'
      })
      const isTakenIn = await takingIn.ask()
      return isTakenIn ? outcomes : outcomes.map((): Outcome => 'unsure')
    },
    // Two side by side would be two smaller ones that cost as much each.
    { most: 500, sideBySide: 1, gather, limit },
  )
  return { accept, start: () => void takingIn.ask(), stop: takingIn.stop }
}

interface Stored {
  /** False where the address has changed, or is gone. */
  isCurrent: boolean
  /** Which of its deliveries were taken in before. */
  known: Set<string>
}

/**
 * A row for each address: all else that a delivery leads to costs the database ten times as much, and its sender need
 * not wait for it (`docs/decisions/064`). Repeats are stored, too: whoever takes them in counts them.
 */
async function store(batch: ReceivedDelivery[], db: Db, now: Date): Promise<Map<WebhookKey, Stored>> {
  const byKey = [...Map.groupBy(batch, ({ key }) => key)]
  const rows = byKey.map(([key, deliveries]) => ({
    workspace_id: key.workspaceId,
    connection_id: key.connectionId,
    webhook_key_id: key.id,
    key_version: key.version,
    verified_by: deliveries[0]!.verified.verifiedBy,
    size: deliveries.length,
    bytes: deliveries.reduce((sum, { rawBody }) => sum + rawBody.length, 0),
    dedupe_keys: deliveries.map(({ verified }) => verified.dedupeKey),
  }))
  // A line an address, beside the rows: as a part of them Postgres would read every word. JSON has no line break.
  const lines = byKey.map(([, deliveries]) => JSON.stringify(deliveries.map(toRow))).join('\n')
  const { rows: stored } = await sql<{ isCurrent: boolean; known: string[] }>`${plannedOnce}
    with
      came as (
        -- What a delivery was verified by is still so, or it is not stored (docs/decisions/058).
        select r.*, exists (
          select from webhook_key k where k.id = r.webhook_key_id and ${secretVersion(sql`k`)} = r.key_version
            and (k.expires_at is null or k.expires_at > ${now})) as is_current
        from rows from (
          json_to_recordset(${JSON.stringify(rows)}::json) as (
            workspace_id text, connection_id text, webhook_key_id text, key_version text, verified_by text, size int,
            bytes int, dedupe_keys text[]),
          string_to_table(${lines}, E'\n')
        ) with ordinality as r (workspace_id, connection_id, webhook_key_id, key_version, verified_by, size, bytes,
                                dedupe_keys, deliveries, place)),
      stored as (
        insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, received_at)
        select workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, ${now}
        from came where is_current order by place)
    select is_current as "isCurrent", array(
      select dedupe_key from delivery
      where connection_id = came.connection_id and dedupe_key = any (came.dedupe_keys)) as known
    from came order by place`.execute(db)
  return new Map(
    stored.map(({ isCurrent, known }, place) => [byKey[place]![0], { isCurrent, known: new Set(known) }]),
  )
}

/** As `arrival` holds it. Postgres stores no NUL, and no half of a character. */
const toRow = ({ verified, announcement, headers, rawBody }: ReceivedDelivery) => ({
  id: newId(),
  dedupe_key: verified.dedupeKey,
  kind: announcement.kind.replaceAll('\0', '').toWellFormed(),
  gong_call_id: announcement.gongCallId,
  is_test: announcement.isTest,
  headers,
  body: rawBody.toString('utf8').replaceAll('\0', ''),
})
