import { sql } from 'kysely'
import { fromKysely, PgBoss, type Job, type JobResult } from 'pg-boss'
import type { ClientConfig } from 'pg'
import type { Logger } from 'pino'
import type { Db } from '../db/db.ts'
import { QUEUE_NAMES, type QueueName, type QueuePayloads } from './queues.ts'

/** The job engine as features use it. */
export interface Jobs {
  /**
   * Wakes the one worker of `key`. Many wake-ups are one; one that arrives while the worker is busy is kept.
   * Given a transaction, the wake-up exists exactly if the transaction commits.
   */
  wake<Q extends QueueName>(db: Db, queue: Q, key: string, payload: QueuePayloads[Q]): Promise<void>
  /** Adds jobs to a queue, in the caller's transaction. */
  add<Q extends QueueName>(
    db: Db,
    queue: Q,
    payloads: QueuePayloads[Q][],
    options?: { priority?: number },
  ): Promise<void>
  /** Of these values of a payload's field, those with a job that waits or runs. */
  queued<Q extends QueueName>(
    db: Db,
    queue: Q,
    field: keyof QueuePayloads[Q] & string,
    values: string[],
  ): Promise<Set<string>>
  /** Starts to work a queue: `atOnce` workers in this process, each with up to `batch` jobs side by side. */
  work<Q extends QueueName>(
    queue: Q,
    load: { atOnce: number; batch: number },
    run: (payload: QueuePayloads[Q], signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** Lets jobs that failed for good run again. */
  retry(queue: QueueName, ids: string[]): Promise<void>
  start(): Promise<void>
  /** No new jobs; what runs may finish within `timeoutMs`, the rest is handed back. */
  stop(timeoutMs: number): Promise<void>
}

const SCHEMA = 'jobs'

/** "Now" for every clock: of ours and the database's, one may be hours ahead of the other. */
const LONG_AGO = new Date(0)

/**
 * Wake-up queues are `singleton`: one active job a key, and `upsert` with a `startAfter` (of {@link LONG_AGO})
 * coalesces those that wait. Other policies lose a wake-up that arrives while the job is active or a transaction is
 * open (measured with pg-boss 12.38). Heartbeats: a killed worker's job runs elsewhere after about 11 s.
 */
const QUEUES: Record<QueueName, { policy: 'singleton' | 'standard'; expireInSeconds: number }> = {
  'gong-fetch': { policy: 'singleton', expireInSeconds: 900 },
  'follow-up-write': { policy: 'standard', expireInSeconds: 600 },
  'gong-reconcile': { policy: 'singleton', expireInSeconds: 900 },
  'gong-backfill': { policy: 'singleton', expireInSeconds: 900 },
  'gong-subscription': { policy: 'singleton', expireInSeconds: 120 },
  'gong-users': { policy: 'singleton', expireInSeconds: 300 },
  alerts: { policy: 'singleton', expireInSeconds: 600 },
}

/** `keepMs`: how long jobs that are over are kept; as before where it is not said. */
export function createJobs(deps: { client: ClientConfig; log: Logger; keepMs?: number }): Jobs {
  const boss = new PgBoss({
    ...bossConnection(deps.client),
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    max: 4,
    // With the heartbeat of ten seconds: a killed worker's job is free again after twelve.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    monitorVacuum: false,
    application_name: 'fastfollow-jobs',
  })
  boss.on('error', (error) => deps.log.error({ err: error }, 'job engine'))
  boss.on('warning', (warning) => deps.log.warn({ warning }, 'job engine'))

  return {
    async wake(db, queue, key, payload) {
      await boss.upsert(queue, payload, { singletonKey: key, startAfter: LONG_AGO, db: fromKysely(db) })
    },
    async add(db, queue, payloads, options = {}) {
      const jobs = payloads.map((data) => ({ data, priority: options.priority ?? 0 }))
      if (jobs.length > 0) await boss.insert(queue, jobs, { db: fromKysely(db) })
    },
    async queued(db, queue, field, values) {
      if (values.length === 0) return new Set()
      const { rows } = await sql<{ value: string }>`
        select distinct data ->> ${field} as value from ${sql.table(`${SCHEMA}.job`)}
        where name = ${queue} and state < 'completed' and data ->> ${field} = any(${values})`.execute(db)
      return new Set(rows.map((row) => row.value))
    },
    async work(queue, { atOnce, batch }, run) {
      type Payload = Parameters<typeof run>[0]
      await boss.work<Payload>(
        queue,
        {
          localConcurrency: atOnce,
          batchSize: batch,
          // Without it a worker waits between batches: 41 jobs a second on a backlog (measured).
          burstWhenBatchFull: batch > 1,
          perJobResults: true,
          // Both intervals: with NOTIFY on, an idle worker otherwise looks only every 30 s and starts retries late.
          pollingIntervalSeconds: 0.5,
          notifyPollingIntervalSeconds: 2,
        },
        (jobs) => Promise.all(jobs.map((job) => settle(job, run, deps.log, queue))),
      )
    },
    async retry(queue, ids) {
      if (ids.length > 0) await boss.retry(queue, ids)
    },
    async start() {
      await boss.start()
      if (deps.keepMs === undefined) return
      const deleteAfterSeconds = Math.round(deps.keepMs / 1000)
      for (const name of QUEUE_NAMES) await boss.updateQueue(name, { deleteAfterSeconds })
    },
    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs })
    },
  }
}

/** Runs one job of a batch. Its failure is its own: the others' results stand. */
async function settle<P>(
  job: Job<P>,
  run: (payload: P, signal: AbortSignal) => Promise<void>,
  log: Logger,
  queue: string,
): Promise<JobResult> {
  try {
    await run(job.data, job.signal)
    return { id: job.id, status: 'completed' }
  } catch (error) {
    log.error({ err: error, queue }, 'a job failed and is tried again')
    return {
      id: job.id,
      status: 'failed',
      output: { message: error instanceof Error ? error.message : 'failed' },
    }
  }
}

/** Brings the job engine's tables and our queues up to date. Run by `migrate`, under the same lock. */
export async function migrateJobs(client: ClientConfig): Promise<void> {
  const boss = new PgBoss({
    ...bossConnection(client),
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  })
  boss.on('error', () => {}) // a failing statement rejects below; the event would only repeat it
  await boss.start()
  try {
    for (const [name, { policy, expireInSeconds }] of Object.entries(QUEUES)) {
      await boss.createQueue(name, {
        policy,
        expireInSeconds,
        notify: true,
        retryLimit: 5,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        heartbeatSeconds: 10,
        deleteAfterSeconds: 3600,
      })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

function bossConnection(client: ClientConfig) {
  const { connectionString, host, port, user, database, password, ssl } = client
  return Object.fromEntries(
    Object.entries({ connectionString, host, port, user, database, password, ssl }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}
