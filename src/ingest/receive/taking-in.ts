import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { DatabaseError } from 'pg'
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
/** Of two machines' clocks. */
const AHEAD_MS = 60_000
const LONGEST_REST_MS = 1000
/** For what another process has in hand. */
const OTHERS_MS = 50
const AGAIN_AFTER_FAILURE_MS = 1000
/** A round that hangs is not waited for: what it has in hand stays on disk. */
const STOP_WITHIN_MS = 3000
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
  /** Resolves when the round that runs is over, or hangs. What is left is on disk, for the next process. */
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
    const taken = await takeInOrSetAside(deps)
    answer(own, true)
    if (taken?.isMore === false) arrived.forgetTakenIn()
    if (taken) await follow(taken, deps)
    answersWait = !isAsked || taken === null || taken.deliveries < STORM_FROM
    isAsked ||= taken === null || taken.isMore
    if (answersWait) return taken?.deliveries === 0 && taken.isMore ? OTHERS_MS : 0
    goAhead(own)
    const isBusy = performance.eventLoopUtilization(usedBefore).utilization > BUSY_FROM
    const restMs = RESTS * patienceOf(taken!, deps.clock) * (performance.now() - began)
    return isBusy ? Math.min(LONGEST_REST_MS, restMs) : 0
  }

  return {
    ask() {
      isAsked = true
      const { promise, resolve } = Promise.withResolvers<boolean>()
      if (answersWait && !stopping.signal.aborted) waiting.push(resolve)
      else resolve(true)
      running ??= run()
      return promise
    },
    async stop() {
      stopping.abort()
      await Promise.race([running, sleep(STOP_WITHIN_MS, undefined, { ref: false })])
    },
  }
}

/** Of the rests: 1 where nobody has waited yet, 0 where the oldest has waited for too long. */
function patienceOf(taken: TakenIn, clock: Clock): number {
  const waitedMs = taken.oldestAt ? clock.now().getTime() - taken.oldestAt.getTime() : 0
  return Math.min(1, Math.max(0, 1 - waitedMs / LATE_AFTER_MS))
}

/**
 * Takes in what processes left that are gone, and tries again what could not be taken in. A time ahead of ours was
 * another clock's: it says nothing.
 */
export async function takeInForgotten(deps: TakingInDeps): Promise<void> {
  const now = deps.clock.now().getTime()
  const [forgotten, rested, ahead] = [now - FORGOTTEN_AFTER_MS, now - SET_ASIDE_MS, now + AHEAD_MS].map(
    (ms) => new Date(ms),
  )
  await sql`
    update arrival set set_aside_at = null where set_aside_at <= ${rested} or set_aside_at > ${ahead}`.execute(
    deps.db,
  )
  for (let rounds = 0; rounds < ROUNDS_A_SWEEP; rounds += 1) {
    const { rows } = await sql`
      select from arrival where set_aside_at is null and (received_at <= ${forgotten} or received_at > ${ahead})
      limit 1`.execute(deps.db)
    if (rows.length === 0) return
    const taken = await takeInOrSetAside(deps)
    if (!taken || taken.deliveries === 0) return
    await follow(taken, deps)
  }
}

/** What follows deliveries that are in the log: the first hint that their calls can be fetched, and what they prove. */
async function follow({ webhookKeyIds, connectionIds }: TakenIn, deps: TakingInDeps): Promise<void> {
  if (webhookKeyIds.length > 0) await noteArrivals(deps.db, deps.clock, webhookKeyIds)
  for (const connectionId of connectionIds)
    await deps.jobs.wake(deps.db, 'gong-fetch', connectionId, { connectionId })
}

/**
 * Where a round fails for what is in it, the oldest arrival is tried alone, so that one that can't be taken in keeps nobody
 * waiting. Null = it was such a one. Throws where it is the database that fails.
 */
async function takeInOrSetAside(deps: TakingInDeps): Promise<TakenIn | null> {
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

/** Postgres' classes of errors: data, constraints, limits of the program, and what a function raised. */
function isOfTheData(error: unknown): boolean {
  return error instanceof DatabaseError && /^(22|23|54|P0)/.test(error.code ?? '')
}

/** Deliveries that came together are tried one by one; one that fails alone waits aside. */
async function setAside(position: string, { db, clock }: TakingInDeps): Promise<void> {
  await sql`
    with failed as (delete from arrival where position = ${position} returning *)
    insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, received_at,
                         set_aside_at)
    select workspace_id, connection_id, webhook_key_id, verified_by, jsonb_build_array(d), 1, bytes / size, received_at,
           case when size = 1 then ${clock.now()}::timestamptz end
    from failed, jsonb_array_elements(deliveries) as d`.execute(db)
}
