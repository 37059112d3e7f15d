import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from './world.ts'

/** A killed worker's work goes on elsewhere after about 15 s; what takes longer is worth a look. */
const SLOW_MS = 20_000

export interface Ends {
  /** What was on its way still when patience was over: empty, or the round has failed. */
  waiting: string[]
  /** What was on its way still after 20 s. */
  slow: string[]
}

/** Waits until no call is on its way any more, `withinMs` at most. */
export async function untilAllEnded(world: World, withinMs: number): Promise<Ends> {
  const began = performance.now()
  let slow: string[] = []
  for (;;) {
    const waiting = await stillWaiting(world)
    const tookMs = performance.now() - began
    if (waiting.length === 0 || tookMs > withinMs) return { waiting, slow }
    if (tookMs > SLOW_MS && slow.length === 0) slow = [...waiting, ...(await jobsAtWork(world))]
    await sleep(250)
  }
}

/** A drafted call with a `due_at` is read again for a second event; a writing job left over could add a version. */
async function stillWaiting({ postgres }: World): Promise<string[]> {
  const rows = await postgres.query<{ what: string }>(`
    (select format('call %s is %s (%s), asked for %s next in %s s, %s times so far: %s', gong_call_id, state,
                   coalesce(reason, 'no reason'), waits_for, round(extract(epoch from due_at - now())), asks, last_problem) as what
     from call where state in ('expected', 'fetched') or due_at is not null limit 5)
    union all
    (select format('the connection is blocked: %s', block_code) from connection where block_code is not null)
    union all
    (select format('job %s is %s, tried %s times', name, state, retry_count)
     from jobs.job where name = 'follow-up-write' and state in ('created', 'retry', 'active') limit 5)`)
  return rows.map((row) => row.what)
}

async function jobsAtWork({ postgres }: World): Promise<string[]> {
  const rows = await postgres.query<{ what: string }>(`
    select format('job %s is %s, tried %s times, begins in %s s, began %s s ago, last heard of %s s ago', name, state,
                  retry_count, round(extract(epoch from start_after - now())), round(extract(epoch from now() - started_on)),
                  round(extract(epoch from now() - heartbeat_on))) as what
    from jobs.job where state in ('created', 'retry', 'active') limit 10`)
  return rows.map((row) => row.what)
}
