import { sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { QUEUE_NAMES, type QueueName } from '../jobs/queues.ts'
import type { Queue } from './health-shapes.ts'

const SHOWN_FAILURES = 20

/** A job belongs to a workspace by what it carries: the workspace itself, or the workspace's connection. */
function isOf(workspaceId: string) {
  return sql`(j.data ->> 'workspaceId' = ${workspaceId}
    or j.data ->> 'connectionId' in (select id from connection where workspace_id = ${workspaceId}))`
}

/** This workspace's jobs by queue: what waits, since when, what runs, what failed for good. */
export async function readQueues(workspaceId: string, db: Db): Promise<Queue[]> {
  const { rows } = await sql<{
    queue: string
    waiting: number
    active: number
    failed: number
    oldestAt: Date | null
  }>`
    select j.name as queue, count(*) filter (where j.state in ('created', 'retry'))::int as waiting,
      count(*) filter (where j.state = 'active')::int as active, count(*) filter (where j.state = 'failed')::int as failed,
      min(j.created_on) filter (where j.state in ('created', 'retry')) as "oldestAt"
    from jobs.job j where ${isOf(workspaceId)} group by j.name`.execute(db)
  const { rows: failures } = await sql<{
    queue: string
    id: string
    problem: string | null
    at: Date | null
  }>`
    select j.name as queue, j.id, left(j.output ->> 'message', 300) as problem, j.completed_on as at
    from jobs.job j where ${isOf(workspaceId)} and j.state = 'failed'
    order by j.completed_on desc limit ${SHOWN_FAILURES}`.execute(db)
  return QUEUE_NAMES.map((queue) => {
    const row = rows.find((each) => each.queue === queue)
    return {
      queue,
      waiting: row?.waiting ?? 0,
      active: row?.active ?? 0,
      failed: row?.failed ?? 0,
      oldestAt: row?.oldestAt?.toISOString() ?? null,
      failures: failures
        .filter((each) => each.queue === queue)
        .map(({ id, problem, at }) => ({ id, problem, at: at?.toISOString() ?? null })),
    }
  })
}

/** Lets failed jobs of this workspace run again: one, or all of a queue. Returns how many. */
export async function retryFailed(
  workspaceId: string,
  { queue, id }: { queue: string; id?: string | undefined },
  deps: { db: Db; jobs: Jobs },
): Promise<number> {
  const name = QUEUE_NAMES.find((known) => known === queue)
  if (!name) throw notFound('This queue')
  const ids = await failedIds(workspaceId, name, id ?? null, deps.db)
  if (id !== undefined && ids.length === 0) throw notFound('This failed job')
  await deps.jobs.retry(name, ids)
  return ids.length
}

async function failedIds(
  workspaceId: string,
  queue: QueueName,
  id: string | null,
  db: Db,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select j.id from jobs.job j
    where j.name = ${queue} and j.state = 'failed' and ${isOf(workspaceId)} and (${id}::text is null or j.id::text = ${id})
    limit 10000`.execute(db)
  return rows.map((row) => row.id)
}
