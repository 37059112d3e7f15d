import { sql } from 'kysely'
import { DatabaseError } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { noteArrivals } from '../../connections/arrival.ts'
import { isOfTheData } from '../../db/data-error.ts'
import type { Db } from '../../db/db.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { takeIn, type TakenIn } from './take-in.ts'

export interface RoundDeps {
  db: Db
  clock: Clock
  jobs: Pick<Jobs, 'wake'>
  log: Logger
}

/** Deliveries in one statement: some thirty milliseconds of the database's time. */
const AT_ONCE = 500

/** What follows deliveries that are in the log: the first hint that their calls can be fetched, and what they prove. */
export async function follow(
  { webhookKeyIds, connectionIds }: Pick<TakenIn, 'webhookKeyIds' | 'connectionIds'>,
  deps: RoundDeps,
): Promise<void> {
  if (webhookKeyIds.length > 0) await noteArrivals(deps.db, deps.clock, webhookKeyIds)
  for (const connectionId of connectionIds)
    await deps.jobs.wake(deps.db, 'gong-fetch', connectionId, { connectionId })
}

/**
 * Where a round fails for what is in it, the oldest arrival is tried alone, so that one that can't be taken in keeps nobody
 * waiting. Null = it was such a one. Throws where it is the database that fails.
 */
export async function takeInOrSetAside(deps: RoundDeps): Promise<TakenIn | null> {
  try {
    return await takeIn(deps, { most: AT_ONCE })
  } catch (error) {
    if (!isOfTheData(error)) throw error
    deps.log.warn({ err: error }, 'Deliveries could not be taken in together; the oldest are tried alone.')
  }
  const { rows } = await sql<{ position: string }>`
    select position::text from arrival where set_aside_at is null order by position limit 1`.execute(deps.db)
  const position = rows[0]?.position
  if (position === undefined) return null
  try {
    return { ...(await takeIn(deps, { position })), isMore: true }
  } catch (error) {
    if (!isOfTheData(error)) throw error
    deps.log.error(
      { err: error },
      'Deliveries could not be taken in; one that fails alone is set aside for a minute.',
    )
    await setAside(position, deps)
    return null
  }
}

function isNoJson(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '22P02'
}

/** Deliveries that came together are tried one by one; one that fails alone waits aside, and so do those that can't be told apart. */
async function setAside(position: string, deps: RoundDeps): Promise<void> {
  try {
    await split(position, deps)
  } catch (error) {
    if (!isNoJson(error)) throw error
    await sql`update arrival set set_aside_at = ${deps.clock.now()} where position = ${position}`.execute(
      deps.db,
    )
  }
}

async function split(position: string, { db, clock }: RoundDeps): Promise<void> {
  await sql`
    with failed as (delete from arrival where position = ${position} returning *)
    insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, received_at,
                         set_aside_at)
    select workspace_id, connection_id, webhook_key_id, verified_by, json_build_array(d), 1, bytes / size, received_at,
           case when size = 1 then ${clock.now()}::timestamptz end
    from failed, json_array_elements(deliveries::json) as d`.execute(db)
}
