import type { Logger } from 'pino'
import type { Db } from '../../db/db.ts'
import { GongError } from '../errors.ts'
import type { Lane } from '../gong.ts'
import { createDepartures, type Departure } from './departures.ts'
import { confirmSlot, growGuard, readState, shrinkGuard, storePause, takeSlot } from './slots.ts'
import type { KnownSlot, Rate, Slot } from './slots.ts'
import { sleepUntil } from './sleep-until.ts'
import { createTurns } from './turns.ts'

/**
 * How often we may ask Gong, shared by all processes through one row a key: never more than `perSecond` requests in
 * any rolling second, never more than `perDay` in any 24 hours, and none while Gong has asked us to wait.
 */
export interface Allowance {
  /**
   * Waits for a slot; the request must leave right after, and say when it was really sent. Throws GongError `rate_limited` or `daily_quota` with
   * `waitMs` when the wait would be longer than `maxWaitMs`: the work is then done later, and no worker sleeps.
   */
  take(key: string, lane: Lane, options?: TakeOptions): Promise<Departure>
  /** Gong asked everybody who shares `key` to wait (`Retry-After`), at most 24 h. */
  pause(key: string, ms: number): Promise<void>
  /** Gong refused a request for its pace: the guard grows. */
  refused(key: string): Promise<void>
  /** Gong answered: a grown guard shrinks slowly. Never fails, and is not worth waiting for. */
  answered(key: string): void
  state(key: string): Promise<AllowanceState>
}

export interface TakeOptions {
  /** Default 5 s, at most 10 s. */
  maxWaitMs?: number
  signal?: AbortSignal
  /** Whose request it is. Those who share a key take turns, so that one's many requests don't hold up another's one. */
  of?: string
}

/** For the health page and metrics. */
export interface AllowanceState {
  usedThisSecond: number
  perSecond: number
  /** In the last 24 hours, counted by whole hours. */
  usedToday: number
  perDay: number
  /** Until when Gong has asked us to wait; null = it has not. */
  pausedUntil: Date | null
  /** How much longer than a second the window is kept. */
  guardMs: number
}

const MAX_WAIT_MS = 5_000
/** A slot this far ahead can still be told from one that a clock set back has left behind (`allowance_take`). */
const LONGEST_WAIT_MS = 10_000
const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1000
/** A slot that was waited for is looked at again this long before it begins, so that nobody wakes into a pause. */
const LAST_LOOK_MS = 20
/** How late a request may leave, as a share of the guard; the rest is left to the network (`docs/decisions/030`). */
const LATE_SHARE = 1 / 3
const LEAST_SLACK_MS = 10
const LONGEST_SLACK_MS = 2_000

export function createAllowance(deps: { db: Db; rate: Rate; log: Pick<Logger, 'warn'> }): Allowance {
  const { db, rate, log } = deps
  const turns = createTurns()
  const departures = createDepartures(rate.perSecond)
  /** Pauses that this process heard of itself, by the monotonic clock: they need no look at the database. */
  const pausedUntil = new Map<string, number>()
  /** Keys whose guard has grown, so that only their answers cost a statement. */
  const grown = new Set<string>()
  /** How much later than the guard allows this process may leave; 0 unless it was late lately. */
  let slackMs = 0

  async function waitForSlot(
    key: string,
    lane: Lane,
    deadline: number,
    signal?: AbortSignal,
  ): Promise<Departure> {
    for (let counted = false; ;) {
      signal?.throwIfAborted()
      const maxWaitMs = Math.max(0, deadline - performance.now())
      const slot = await takeSlot(db, { key, lane, rate, slackMs, maxWaitMs, counted })
      if (slot.outcome === 'wait' || slot.outcome === 'daily_quota') throw refusal(slot.outcome, slot.waitMs)
      if (slot.outcome === 'lane_busy') await sleepUntil(slot.answeredAt + slot.waitMs, signal)
      else {
        const departure = await use(slot, key, signal)
        if (departure) return departure
        counted = true
      }
    }
  }

  /** Sleeps until the slot; null when it can't be used any more. A slot that was missed begins anew where that harms nobody. */
  async function use(slot: Slot, key: string, signal?: AbortSignal): Promise<Departure | null> {
    if (slot.guardIsGrown) grown.add(key)
    const lateMs = slot.guardMs * LATE_SHARE
    for (let known: KnownSlot = slot, missed = 0; ;) {
      const at = Math.max(known.answeredAt + known.waitMs, departures.freeAt(key))
      if (at - performance.now() > LAST_LOOK_MS) {
        await sleepUntil(at - LAST_LOOK_MS, signal)
      } else {
        await sleepUntil(at, signal)
        if (isPausedHere(key)) return null
        // Counted from the question: the database read its clock somewhere between question and answer.
        const overdueMs = performance.now() - (known.askedAt + known.waitMs)
        const departure = overdueMs <= lateMs + known.slackMs ? departures.leave(key) : null
        if (departure) {
          slackMs = slackMs < 1 ? 0 : slackMs * 0.8
          return departure
        }
        if (++missed > 1) askForMoreSlack(overdueMs)
      }
      const confirmed = await confirmSlot(db, key, known, { slackMs, lateMs })
      if (confirmed.outcome === 'lost') askForMoreSlack(performance.now() - (known.askedAt + known.waitMs))
      if (confirmed.outcome !== 'leave') return null
      known = confirmed
    }
  }

  /** To be late once is chance, and the slot begins anew; twice, or at others' cost, is how things are. */
  function askForMoreSlack(overdueMs: number): void {
    slackMs = Math.min(Math.max(slackMs * 2, overdueMs, LEAST_SLACK_MS), LONGEST_SLACK_MS)
  }

  function isPausedHere(key: string): boolean {
    return (pausedUntil.get(key) ?? 0) > performance.now()
  }

  return {
    take(key, lane, { maxWaitMs = MAX_WAIT_MS, signal, of = '' } = {}) {
      const deadline = performance.now() + Math.min(maxWaitMs, LONGEST_WAIT_MS)
      const work = () => waitForSlot(key, lane, deadline, signal)
      return turns.inTurn(`${lane} ${key} ${of}`, () =>
        lane === 'live' ? work() : turns.inTurn(`${lane} ${key}`, work),
      )
    },
    async pause(key, ms) {
      const pauseMs = Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS)
      pausedUntil.set(key, Math.max(pausedUntil.get(key) ?? 0, performance.now() + pauseMs))
      await storePause(db, key, pauseMs)
    },
    async refused(key) {
      grown.add(key)
      await growGuard(db, key)
    },
    answered(key) {
      if (!grown.has(key)) return
      shrinkGuard(db, key).then(
        (isGrown) => isGrown || grown.delete(key),
        (error: unknown) => log.warn({ err: error }, 'the guard of the allowance could not be shrunk'),
      )
    },
    async state(key) {
      return { ...(await readState(db, key)), perSecond: rate.perSecond, perDay: rate.perDay }
    },
  }
}

function refusal(outcome: 'wait' | 'daily_quota', waitMs: number): GongError {
  const message =
    outcome === 'wait'
      ? 'The allowance of requests to Gong is used up for the moment.'
      : 'The daily quota of requests to Gong is spent.'
  return new GongError(outcome === 'wait' ? 'rate_limited' : 'daily_quota', message, {
    waitMs: Math.ceil(waitMs),
  })
}
