import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { noteArrivals } from '../../connections/arrival.ts'
import type { Db } from '../../db/db.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { ArrivedKeys } from './arrived-keys.ts'
import { takeIn, type TakenIn } from './take-in.ts'

export interface TakingInDeps {
  db: Db
  clock: Clock
  jobs: Jobs
  log: Logger
}

/** Deliveries in one statement: some thirty milliseconds of the database's time. */
const AT_ONCE = 500
/** So many in a round, and more that came meanwhile, are a storm: nobody's answer waits for taking in. */
const STORM_FROM = 20
/** Nor does it where a round takes so long. */
const LONG_ROUND_MS = 500
/**
 * In a storm that the process has no time to spare for, those who wait for an answer go first: after a round, taking in
 * rests this many times as long as the round took. It still takes in 700 a second; one client may ask Gong for 300.
 */
const RESTS = 16
/** From this share of its time on a process is busy. */
const BUSY_FROM = 0.5
/** The longer the oldest has waited the shorter the rests; after this long there are none. */
const LATE_AFTER_MS = 10_000
/** What waited for longer than this was left by a process that is gone. */
const FORGOTTEN_AFTER_MS = 13_000
const AGAIN_AFTER_FAILURE_MS = 1000
/** What can't be taken in is tried again after this long. */
const SET_ASIDE_MS = 60_000
/** A sweep has other things to do, too. */
const ROUNDS_A_SWEEP = 20

export interface TakingIn {
  /**
   * Something arrived. Resolves when it is taken in; at once in a storm, and where taking in stands still. False = that failed; what arrived stays on disk
   * and is tried again.
   */
  ask(): Promise<boolean>
  /** Resolves when the round that runs is over. What is left is on disk, for the next process. */
  stop(): Promise<void>
}

/** Takes in what this process put on disk, round by round, and wakes the fetchers of the calls. */
export function createTakingIn(deps: TakingInDeps, arrived: ArrivedKeys): TakingIn {
  let isAsked = false
  let answersWait = true
  let waiting: ((isDone: boolean) => void)[] = []
  let running: Promise<void> | undefined
  const stopping = new AbortController()

  const rest = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})

  function answer(those: typeof waiting, isDone: boolean): void {
    for (const resolve of those.splice(0)) resolve(isDone)
  }

  /** From now on until a round has ended that says otherwise. */
  function goAhead(own: typeof waiting): void {
    answersWait = false
    answer(own, true)
    answer(waiting, true)
  }

  async function run(): Promise<void> {
    while (isAsked && !stopping.signal.aborted) {
      isAsked = false
      const own = waiting
      waiting = []
      const long = setTimeout(() => goAhead(own), LONG_ROUND_MS)
      try {
        await rest(await round(own))
      } catch (error) {
        deps.log.warn({ err: error }, 'Deliveries on disk could not be taken in; it is tried again.')
        answersWait = true
        answer(own, false)
        isAsked = true
        await rest(AGAIN_AFTER_FAILURE_MS)
      } finally {
        clearTimeout(long)
      }
    }
    answer(waiting, true)
    running = undefined
  }

  /** Answers how long to rest, in milliseconds. */
  async function round(own: typeof waiting): Promise<number> {
    arrived.beginRound()
    const began = performance.now()
    const usedBefore = performance.eventLoopUtilization()
    const { taken, isMore } = await takeInOrSetAside(deps)
    answer(own, true)
    if (!isMore) arrived.forgetTakenIn()
    if (taken) await follow(taken, deps)
    answersWait = !isAsked || taken === null || taken.deliveries < STORM_FROM
    isAsked ||= isMore
    if (answersWait) return 0
    goAhead(own)
    const isBusy = performance.eventLoopUtilization(usedBefore).utilization > BUSY_FROM
    return isBusy ? RESTS * patienceOf(taken, deps.clock) * (performance.now() - began) : 0
  }

  return {
    ask() {
      isAsked = true
      const { promise, resolve } = Promise.withResolvers<boolean>()
      if (answersWait) waiting.push(resolve)
      else resolve(true)
      running ??= run()
      return promise
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** Of the rests: 1 where nobody has waited yet, 0 where the oldest has waited for too long. */
function patienceOf(taken: TakenIn | null, clock: Clock): number {
  const waitedMs = taken?.oldestAt ? clock.now().getTime() - taken.oldestAt.getTime() : 0
  return Math.max(0, 1 - waitedMs / LATE_AFTER_MS)
}

/** Takes in what processes left that are gone, and tries again what could not be taken in. */
export async function takeInForgotten(deps: TakingInDeps): Promise<void> {
  const ago = (ms: number): Date => new Date(deps.clock.now().getTime() - ms)
  await sql`update arrival set set_aside_at = null where set_aside_at <= ${ago(SET_ASIDE_MS)}`.execute(
    deps.db,
  )
  for (let rounds = 0; rounds < ROUNDS_A_SWEEP; rounds += 1) {
    const { rows } = await sql`
      select from arrival where set_aside_at is null and received_at <= ${ago(FORGOTTEN_AFTER_MS)} limit 1`.execute(
      deps.db,
    )
    if (rows.length === 0) return
    const { taken } = await takeInOrSetAside(deps)
    if (taken) await follow(taken, deps)
  }
}

/** What follows deliveries that are in the log: the first hint that their calls can be fetched, and what they prove. */
async function follow({ webhookKeyIds, connectionIds }: TakenIn, deps: TakingInDeps): Promise<void> {
  if (webhookKeyIds.length > 0) await noteArrivals(deps.db, deps.clock, webhookKeyIds)
  for (const connectionId of connectionIds)
    await deps.jobs.wake(deps.db, 'gong-fetch', connectionId, { connectionId })
}

/** Where a round fails the oldest arrival is tried alone, so that one that can't be taken in keeps nobody waiting. */
async function takeInOrSetAside(deps: TakingInDeps): Promise<{ taken: TakenIn | null; isMore: boolean }> {
  try {
    const taken = await takeIn(deps, AT_ONCE)
    return { taken, isMore: taken.deliveries >= AT_ONCE }
  } catch (error) {
    deps.log.warn({ err: error }, 'Deliveries could not be taken in together; the oldest are tried alone.')
  }
  try {
    return { taken: await takeIn(deps, 1), isMore: true }
  } catch (error) {
    deps.log.error(
      { err: error },
      'Deliveries could not be taken in; those that fail alone are set aside for a minute.',
    )
    await setOldestAside(deps)
    return { taken: null, isMore: true }
  }
}

/** Deliveries that came together are tried one by one; one that fails alone waits aside. */
async function setOldestAside({ db, clock }: TakingInDeps): Promise<void> {
  await sql`
    with failed as (
      delete from arrival where position = (select min(position) from arrival where set_aside_at is null) returning *)
    insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, received_at, set_aside_at)
    select workspace_id, connection_id, webhook_key_id, verified_by, jsonb_build_array(d), 1, received_at,
           case when size = 1 then ${clock.now()}::timestamptz end
    from failed, jsonb_array_elements(deliveries) as d`.execute(db)
}
