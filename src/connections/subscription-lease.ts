import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import { AppError } from '../errors.ts'

/** Longer than what is done under it: at most four requests with 30 s each. */
const LEASE_S = 150
const LOOK_AGAIN_MS = 200
const PATIENCE_MS = 20_000

/**
 * Runs `work` while nobody else, in any process, works on this connection's subscription: two at once would each remove
 * what the other one made. `patient` waits for its turn; otherwise nothing is done where somebody is at it.
 * Throws AppError `conflict` when the turn did not come.
 */
export async function withSubscriptionLease(
  connectionId: string,
  db: Db,
  patient: boolean,
  work: () => Promise<void>,
): Promise<void> {
  const holder = newId()
  const end = performance.now() + PATIENCE_MS
  while (!(await takeLease(connectionId, holder, db))) {
    if (!patient) return
    if (performance.now() > end)
      throw new AppError(
        'conflict',
        'The subscription is being checked at this moment. Try again in a minute.',
      )
    await sleep(LOOK_AGAIN_MS)
  }
  try {
    await work()
  } finally {
    await sql`
      update connection set subscription_lease_holder = null, subscription_lease_until = null
      where id = ${connectionId} and subscription_lease_holder = ${holder}`.execute(db)
  }
}

async function takeLease(connectionId: string, holder: string, db: Db): Promise<boolean> {
  const result = await sql`
    update connection
    set subscription_lease_holder = ${holder}, subscription_lease_until = clock_timestamp() + make_interval(secs => ${LEASE_S})
    where id = ${connectionId} and (subscription_lease_until is null or subscription_lease_until < clock_timestamp())`.execute(
    db,
  )
  return result.numAffectedRows === 1n
}
