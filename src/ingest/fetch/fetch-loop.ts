import { setTimeout as sleep } from 'node:timers/promises'
import { countTranscriptRequest } from '../backfill/run-row.ts'
import type { Connection } from '../../connections/connection.ts'
import { isConnected, readConnection } from '../../connections/connection.ts'
import { PAGE_SIZE } from '../../gong/bulk.ts'
import { askForDetails } from './ask-details.ts'
import { askForTranscripts } from './ask-transcripts.ts'
import type { Batch } from './choose-batch.ts'
import { readCompany } from './company.ts'
import type { DueCall } from './due-calls.ts'
import type { FetchDeps } from './fetch-deps.ts'
import { nextStep } from './next-step.ts'
import { handleRefusal } from './refusals.ts'
import { waitingRoom, type WaitingRoom } from './waiting-room.ts'

/** More requests in flight than this never help: 3 a second times Gong's slowest usual answer. */
const MOST_IN_FLIGHT = 8
/** While requests are under way, this often one looks whether a call has come that somebody waits for. */
const LOOK_AGAIN_MS = 150
/** A loop hands itself over before the job engine would take its job for dead. */
const LONGEST_RUN_MS = 300_000

/**
 * Fetches everything that is due for one connection, in bulk. One loop a connection runs at a time (the queue sees to
 * it); several requests are in flight, but only one waits for a slot, and calls which arrive meanwhile travel along.
 */
export async function fetchDueCalls(
  connectionId: string,
  deps: FetchDeps,
  signal: AbortSignal,
): Promise<void> {
  const inFlight = new Map<string, DueCall>()
  const running = new Set<Promise<void>>()
  const endBy = Date.now() + LONGEST_RUN_MS
  let historyWaits: Promise<void> | undefined
  let failure: { cause: unknown } | undefined
  try {
    while (!signal.aborted && Date.now() < endBy) {
      // What is no refusal of Gong's (a database that is away) ends this run; the job engine tries again, with a pause.
      if (failure) throw failure.cause
      const connection = await readConnection(connectionId, deps.db)
      if (!connection || !isConnected(connection)) return
      const next = await nextStep(connection, inFlight, deps.clock.now(), deps.db)
      if (next.do === 'nothing' && running.size === 0 && !failure) return
      if (next.do === 'nothing') await Promise.race([sleep(LOOK_AGAIN_MS), ...running])
      if (next.do === 'wait') await Promise.race([sleep(next.ms), ...running])
      if (next.do === 'ask' && next.batch.lane !== 'backfill') await begin(connection, next.batch)
      if (next.do === 'ask' && next.batch.lane === 'backfill') {
        // One request of history waits for a slot; meanwhile it holds up nobody.
        historyWaits ??= begin(connection, next.batch).finally(() => (historyWaits = undefined))
        await Promise.race([historyWaits, sleep(LOOK_AGAIN_MS)])
      }
      if (running.size >= MOST_IN_FLIGHT) await Promise.race(running)
    }
    await deps.jobs.wake(deps.db, 'gong-fetch', connectionId, { connectionId })
  } finally {
    await Promise.allSettled(running)
  }

  /** Resolves as soon as the request has left (or ended without leaving). */
  async function begin(connection: Connection, batch: Batch): Promise<void> {
    for (const call of batch.calls) inFlight.set(call.id, call)
    const waiting = waitingRoom()
    const run = askFor(connection, batch, deps, waiting.close)
      .catch((cause: unknown) => {
        if (!signal.aborted) failure ??= { cause }
      })
      .finally(() => {
        waiting.close()
        for (const call of batch.calls) inFlight.delete(call.id)
        running.delete(run)
      })
    running.add(run)
    // A probe stays one call: it is to find out whether a block is over.
    if (connection.blockCode === null) await fill(connection, batch, waiting)
    else await waiting.closed
  }

  /** Takes along what comes while a request waits for its slot: with many connections under one allowance, that is seconds. */
  async function fill(connection: Connection, batch: Batch, waiting: WaitingRoom): Promise<void> {
    while (waiting.isOpen() && batch.calls.length < PAGE_SIZE) {
      await Promise.race([waiting.closed, sleep(LOOK_AGAIN_MS)])
      if (!waiting.isOpen()) break
      const more = await readCompany(connection, batch, new Set(inFlight.keys()), deps.clock.now(), deps.db)
      // It may have left while we looked.
      if (!waiting.isOpen()) break
      for (const call of more) inFlight.set(call.id, call)
      batch.calls.push(...more)
    }
    await waiting.closed
  }
}

async function askFor(
  connection: Connection,
  batch: Batch,
  deps: FetchDeps,
  onSlot: () => void,
): Promise<void> {
  try {
    if (batch.ask === 'details') await askForDetails(connection, batch, deps, onSlot)
    else await askForTranscripts(connection, batch, deps, onSlot)
    if (batch.lane === 'backfill')
      await countTranscriptRequest(
        connection.workspaceId,
        batch.calls.map((call) => call.id),
        deps.db,
      )
  } catch (error) {
    const halves = await handleRefusal(connection, batch, error, deps)
    for (const half of halves) await askFor(connection, half, deps, () => {})
  }
}
