import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import type { ArrivedKeys } from './arrived-keys.ts'
import { createFollowing } from './following.ts'
import { takeInOrSetAside, type RoundDeps } from './round.ts'
import type { TakenIn } from './take-in.ts'

/** So many in a round, and more that came meanwhile or as many right before, are a storm: nobody's answer waits for taking in. */
const STORM_FROM = 20
const RIGHT_BEFORE_MS = 500
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
const LONGEST_REST_MS = 1000
/** Where none came for so long the storm is over, and with it the rest. */
const PAUSE_MS = 20
/** For what another process has in hand. */
const OTHERS_MS = 50
const AGAIN_AFTER_FAILURE_MS = 1000
/** A round that hangs is not waited for: what it has in hand stays on disk. */
const STOP_WITHIN_MS = 3000

export interface TakingIn {
  /**
   * Something arrived. Resolves when it is taken in; at once in a storm, and where taking in stands still. False = that
   * failed: what arrived stays on disk and is tried again.
   */
  ask(): Promise<boolean>
  /** Resolves when the round that runs is over, or hangs. What is left is on disk, for the next process. */
  stop(): Promise<void>
}

/** Takes in what this process put on disk, round by round, and wakes the fetchers of the calls. */
export function createTakingIn(deps: RoundDeps, arrived: ArrivedKeys): TakingIn {
  let isAsked = false
  let answersWait = true
  let largeAt = -Infinity
  let waiting: ((isDone: boolean) => void)[] = []
  let running: Promise<void> | undefined
  const following = createFollowing(deps)
  const stopping = new AbortController()

  const rest = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})

  async function restWhileTheyCome(ms: number): Promise<void> {
    const end = performance.now() + ms
    const isMore = isAsked
    while (isAsked && performance.now() < end) {
      isAsked = false
      await rest(PAUSE_MS)
    }
    isAsked ||= isMore
  }

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
        // A rest is no long round: those who come during one that follows a failure wait for the next try.
        const restMs = await round(own).finally(() => clearTimeout(long))
        await restWhileTheyCome(restMs)
      } catch (error) {
        deps.log.warn({ err: error }, 'Deliveries on disk could not be taken in; it is tried again.')
        answersWait = true
        answer(own, false)
        isAsked = true
        await rest(AGAIN_AFTER_FAILURE_MS)
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
    if (taken) following.add(taken)
    const isLarge = taken !== null && taken.deliveries >= STORM_FROM
    answersWait = !(isLarge && (isAsked || began - largeAt < RIGHT_BEFORE_MS))
    if (isLarge) largeAt = performance.now()
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
      // After a storm the next one waits again.
      if (!running && performance.now() - largeAt > RIGHT_BEFORE_MS) answersWait = true
      const { promise, resolve } = Promise.withResolvers<boolean>()
      if (answersWait && !stopping.signal.aborted) waiting.push(resolve)
      else resolve(true)
      running ??= run()
      return promise
    },
    async stop() {
      stopping.abort()
      const over = Promise.resolve(running).then(() => following.done())
      await Promise.race([over, sleep(STOP_WITHIN_MS, undefined, { ref: false })])
    },
  }
}

/** Of the rests: 1 where nobody has waited yet, 0 where the oldest has waited for too long. */
function patienceOf(taken: TakenIn, clock: Clock): number {
  const waitedMs = taken.oldestAt ? clock.now().getTime() - taken.oldestAt.getTime() : 0
  return Math.min(1, Math.max(0, 1 - waitedMs / LATE_AFTER_MS))
}
