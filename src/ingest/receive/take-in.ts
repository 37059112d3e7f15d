import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { Db, Tx } from '../../db/db.ts'
import { plannedOnce } from '../../db/planned-once.ts'
import { applyDetails } from '../details.ts'
import { callsFrom } from '../expect.ts'
import { parseDelivery } from './parse-delivery.ts'

interface TakeInDeps {
  db: Db
  clock: Clock
  log: Logger
}

export interface TakenIn {
  /** How many deliveries, repeats among them. */
  deliveries: number
  /** When the first of them arrived. */
  oldestAt: Date | null
  /** The addresses they came to. */
  webhookKeyIds: string[]
  /** Whose calls are expected now. */
  connectionIds: string[]
  /** Some are left, or in another process's hands. */
  isMore: boolean
}

/** Which arrivals: from the oldest on until they hold `most` deliveries, or this one alone. */
export type Which = { most: number } | { position: string }

/** A rule's deliveries hold whole details: what is taken out at once must fit in memory. */
const MOST_BYTES = 8 * 1024 * 1024

/**
 * Makes of the oldest arrivals what they are: deliveries in the log, the calls that the new ones announce, news for open
 * pages; of all connections in one statement. A repeat is counted and leads to nothing. Leaves those that another process
 * has in hand.
 */
export async function takeIn(deps: TakeInDeps, which: Which): Promise<TakenIn> {
  return deps.db.transaction().execute(async (tx) => {
    const { withDetails, ...taken } = await unpack(tx, deps.clock.now(), which)
    await applyHeld(tx, withDetails, deps)
    return taken
  })
}

/** A call whose details a rule's delivery brought along. */
interface Held {
  workspaceId: string
  connectionId: string
  callId: string
  body: string
}

async function unpack(tx: Tx, now: Date, which: Which): Promise<TakenIn & { withDetails: Held[] }> {
  const most = 'most' in which ? which.most : 1
  const only = 'position' in which ? which.position : null
  const wished = sql`
    select distinct on (connection_id, gong_call_id) id, workspace_id, connection_id, gong_call_id,
           case verified_by when 'hmac' then 'event' else 'rule' end as source, true as follow_up_wanted,
           received_at as announced_at
    from fresh order by connection_id, gong_call_id, id`
  const { rows } = await sql<TakenIn & { withDetails: Held[] }>`${plannedOnce}
    with
      oldest as (
        select position, size, bytes from arrival
        where set_aside_at is null and (${only}::bigint is null or position = ${only})
        order by position limit ${most} + 1),
      counted as (
        select position, sum(size) over before - size as ahead, sum(bytes) over before - bytes as bytes_ahead
        from oldest window before as (order by position)),
      taken as (
        delete from arrival where position in (
          select position from arrival where position in (
            select position from counted where ahead < ${most} and bytes_ahead < ${MOST_BYTES})
          for update skip locked)
        returning *),
      received as (
        select taken.*, d.*
        from taken, rows from (
          json_to_recordset(taken.deliveries::json) as (
            id text, dedupe_key text, kind text, gong_call_id text, is_test boolean, headers jsonb, body text)
        ) with ordinality as d (id, dedupe_key, kind, gong_call_id, is_test, headers, body, place)),
      once as (
        select distinct on (connection_id, dedupe_key) *, count(*) over same - 1 as repeats,
               max(received_at) over same as last_at
        from received window same as (partition by connection_id, dedupe_key)
        order by connection_id, dedupe_key, position, place),
      kept as (
        insert into delivery (id, connection_id, dedupe_key, workspace_id, webhook_key_id, verified_by, kind,
                              gong_call_id, is_test, headers, body, received_at, repeats, repeated_at)
        select id, connection_id, dedupe_key, workspace_id, webhook_key_id, verified_by, kind, gong_call_id, is_test,
               headers, body, received_at, repeats, case when repeats > 0 then last_at end
        from once order by connection_id, dedupe_key
        on conflict (connection_id, dedupe_key) do update set
          repeats = delivery.repeats + excluded.repeats + 1,
          repeated_at = greatest(delivery.repeated_at, excluded.repeated_at, excluded.received_at)
        returning *, xmax = 0 as is_new),
      fresh as (select * from kept where is_new and gong_call_id is not null and not is_test),
      expected as (
        ${callsFrom(wished, now)}
        returning id, workspace_id, connection_id, gong_call_id),
      news as (
        insert into change (workspace_id, kind, entity_id) select workspace_id, 'call', id from expected)
    select
      (select count(*)::int from received) as deliveries,
      (select min(received_at) from taken) as "oldestAt",
      (select count(*) from oldest) > (select count(*) from taken) as "isMore",
      array(select distinct webhook_key_id from taken) as "webhookKeyIds",
      array(select distinct connection_id from expected) as "connectionIds",
      -- Of two about one call the later counts.
      array(
        select distinct on (e.id) jsonb_build_object(
          'workspaceId', e.workspace_id, 'connectionId', e.connection_id, 'callId', e.id, 'body', fresh.body)
        from expected e join fresh using (connection_id, gong_call_id)
        where fresh.verified_by <> 'hmac' order by e.id, fresh.id desc) as "withDetails"`.execute(tx)
  return rows[0]!
}

/** Details that can't be stored cost their connection's calls nothing: Gong is asked for them, as after an event. */
async function applyHeld(tx: Tx, held: Held[], { clock, log }: TakeInDeps): Promise<void> {
  for (const [id, calls] of Map.groupBy(held, ({ connectionId }) => connectionId)) {
    await sql`savepoint details`.execute(tx)
    try {
      const items = calls.flatMap(({ callId, body }) => {
        const { details } = parseDelivery(Buffer.from(body), 'rule')
        return details ? [{ callId, details }] : []
      })
      await applyDetails(tx, clock, { id, workspaceId: calls[0]!.workspaceId }, items)
    } catch (error) {
      log.warn({ err: error, connectionId: id }, 'Details that came with deliveries could not be stored.')
      await sql`rollback to savepoint details`.execute(tx)
    }
  }
}
