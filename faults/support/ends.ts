import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from './world.ts'

/** Waits until no call is on its way any more. Answers what still was after `withinMs`, or nothing. */
export async function untilAllEnded(world: World, withinMs: number): Promise<string[]> {
  for (const deadline = Date.now() + withinMs; ;) {
    const waiting = await stillWaiting(world)
    if (waiting.length === 0) return []
    if (Date.now() > deadline) return waiting
    await sleep(250)
  }
}

interface Waiting {
  what: string
}

/** A drafted call with a `due_at` is read again for a second event; a writing job left over could add a version. */
async function stillWaiting({ postgres }: World): Promise<string[]> {
  const rows = await postgres.query<Waiting>(`
    (select format('call %s is %s (%s), asked for %s next at %s, %s times so far: %s', gong_call_id, state,
                   coalesce(reason, 'no reason'), waits_for, due_at, asks, last_problem) as what
     from call where state in ('expected', 'fetched') or due_at is not null limit 5)
    union all
    (select format('the connection is blocked: %s', block_code) from connection where block_code is not null)
    union all
    (select format('job %s is %s, tried %s times, since %s', name, state, retry_count, started_on)
     from jobs.job where name = 'follow-up-write' and state in ('created', 'retry', 'active') limit 5)`)
  return rows.map((row) => row.what)
}
