import type { Config } from './config.ts'
import { sweepAlerts, tellPeople, type AlertDeps } from './connections/alerts/alerts.ts'
import { pruneAudit } from './accounts/audit.ts'
import { pruneAccounts } from './accounts/prune.ts'
import { pruneIssues } from './connections/prune-issues.ts'
import { checkSubscription } from './connections/check-subscription.ts'
import type { SubscriptionDeps } from './connections/subscription.ts'
import { readUsers } from './connections/users.ts'
import type { Db } from './db/db.ts'
import { createWriting } from './followups/write.ts'
import type { Writer } from './followups/writer.ts'
import { runBackfill } from './ingest/backfill/run-backfill.ts'
import { fetchDueCalls } from './ingest/fetch/fetch-loop.ts'
import type { FetchDeps } from './ingest/fetch/fetch-deps.ts'
import { pruneDeliveries } from './ingest/receive/prune-deliveries.ts'
import { takeInForgotten } from './ingest/receive/forgotten.ts'
import { reconcile } from './ingest/reconcile.ts'
import { sweep } from './ingest/sweep.ts'
import { repeat } from './jobs/repeat.ts'

export interface WorkerParts extends FetchDeps, SubscriptionDeps, AlertDeps {
  writer: Writer
  /** For reading what is written about, and storing it. */
  draftsDb: Db
  reconcile: Config['reconcile']
  keep: Config['keep']
  /** Has open pages told, in a moment, that something changed. */
  announce(): void
  /** Aborted when the process stops: loops then begin nothing new, and hand over what is left. */
  stopping: AbortSignal
}

const SWEEP_EVERY_MS = 1000
// What is told has waited for a minute: a second more or less is nothing.
const ALERTS_EVERY_MS = 2000
const PRUNE_EVERY_MS = 3_600_000

/** Works every queue, sweeps for what is due, and prunes what is old. Answers how to end the timers. */
export async function startWorkers(parts: WorkerParts): Promise<{ stop(): Promise<void> }> {
  const { jobs, log, stopping } = parts
  // A loop lasts as long as its connection has calls, and mostly waits for Gong: few places would let a few large
  // imports keep everybody else's live calls waiting. Each place asks for a job whenever one is announced, so not more.
  await jobs.work('gong-fetch', { atOnce: 12, batch: 1 }, ({ connectionId }, signal) =>
    fetchDueCalls(connectionId, parts, AbortSignal.any([signal, stopping])),
  )
  await jobs.work('gong-backfill', { atOnce: 6, batch: 1 }, ({ connectionId }, signal) =>
    runBackfill(connectionId, parts, AbortSignal.any([signal, stopping])),
  )
  // What is being written is finished within the time that stopping has.
  await jobs.work(
    'follow-up-write',
    { atOnce: 2, batch: 10 },
    createWriting({ ...parts, db: parts.draftsDb }),
  )
  await jobs.work('gong-reconcile', { atOnce: 2, batch: 1 }, ({ connectionId }) =>
    reconcile(connectionId, parts),
  )
  await jobs.work('gong-subscription', { atOnce: 1, batch: 1 }, ({ connectionId }) =>
    checkSubscription(connectionId, parts),
  )
  await jobs.work('gong-users', { atOnce: 1, batch: 1 }, ({ connectionId }) => readUsers(connectionId, parts))
  await jobs.work('alerts', { atOnce: 2, batch: 1 }, ({ workspaceId }, signal) =>
    tellPeople(workspaceId, parts, AbortSignal.any([signal, stopping])),
  )
  const sweeper = repeat('sweep', SWEEP_EVERY_MS, () => sweep(parts), log)
  // By itself: a log that stands still must not keep the sweep from waking what does not need it.
  const finder = repeat('arrivals', SWEEP_EVERY_MS, () => takeInForgotten(parts), log)
  const teller = repeat('alerts', ALERTS_EVERY_MS, () => sweepAlerts(parts), log)
  const pruner = repeat('prune', PRUNE_EVERY_MS, () => prune(parts), log)
  return {
    async stop() {
      await Promise.all([sweeper.stop(), finder.stop(), teller.stop(), pruner.stop()])
    },
  }
}

/** What would grow for ever. */
async function prune({ db, clock, keep }: WorkerParts): Promise<void> {
  await pruneDeliveries(db, clock, keep.deliveriesMs)
  await pruneAudit(db, clock, keep.auditMs)
  await pruneIssues(db, clock, keep.issuesMs)
  await pruneAccounts(db, clock)
}
