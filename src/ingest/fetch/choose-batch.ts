import { PAGE_SIZE } from '../../gong/bulk.ts'
import type { Lane } from '../../gong/gong.ts'
import { HISTORY, type DueCall } from './due-calls.ts'

/** What to ask next: calls of one kind, at most one request's worth. It may grow until its request leaves. */
export interface Batch {
  ask: DueCall['waitsFor']
  lane: Lane
  calls: DueCall[]
}

export type Choice = { do: 'ask'; batch: Batch } | { do: 'wait'; ms: number } | { do: 'nothing' }

const LANES: Lane[] = ['live', 'reconcile', 'backfill']

/** More than this many calls that became due at nearly the same moment are a storm, in which requests are worth filling. */
const STORM = 3
/** A storm is over when nothing became due for this long. */
const QUIET_MS = 400
/** How long a transcript of history waits for company while an import reads on; its pages follow each other in a second or so. */
const LONGEST_HISTORY_WAIT_MS = 15_000
/** In a storm, the longest that a call waits for company. A transcript waits longer, while more details are under way. */
const LONGEST_WAIT_MS = { details: 3_000, transcript: 6_000 }
const LOOK_AGAIN_MS = 100

/**
 * Chooses among what is due. The most urgent call's kind goes first (a live call is never behind history), of two
 * equally urgent kinds the fuller one. A few calls go at once; in a storm of events a request waits for company, so
 * that 500 calls cost a dozen requests and not a hundred.
 */
export function chooseBatch(
  due: DueCall[],
  moreDetailsUnderWay: boolean,
  now: Date,
  moreHistoryUnderWay = false,
): Choice {
  // History does not travel with calls that somebody waits for: a hundred transcripts take a second to read and store.
  const isUrgent = due.some((call) => call.priority < HISTORY)
  const candidates = isUrgent ? due.filter((call) => call.priority < HISTORY) : due
  const details = candidates.filter((call) => call.waitsFor === 'details')
  const transcripts = candidates.filter((call) => call.waitsFor === 'transcript')
  const ask = moreUrgent(details, transcripts)
  const calls = ask === 'details' ? details : transcripts
  if (calls.length === 0) return { do: 'nothing' }
  if (moreHistoryUnderWay && isWorthFilling(calls, now)) return { do: 'wait', ms: LOOK_AGAIN_MS }
  const hasCompanyComing = ask === 'transcript' && (moreDetailsUnderWay || details.length > 0)
  if (isWorthWaiting(calls, ask, hasCompanyComing, now)) return { do: 'wait', ms: LOOK_AGAIN_MS }
  const lane = LANES[Math.min(...calls.map((call) => call.priority))] ?? 'backfill'
  return { do: 'ask', batch: { ask, lane, calls: calls.slice(0, PAGE_SIZE) } }
}

function moreUrgent(details: DueCall[], transcripts: DueCall[]): Batch['ask'] {
  const most = Math.min(...[...details, ...transcripts].map((call) => call.priority))
  const urgent = (calls: DueCall[]): number => calls.filter((call) => call.priority === most).length
  return urgent(details) >= urgent(transcripts) ? 'details' : 'transcript'
}

/** History is in no hurry: while its pages are being read, its transcripts fill their requests. */
function isWorthFilling(calls: DueCall[], now: Date): boolean {
  const newest = Math.max(...calls.map((call) => call.dueAt.getTime()))
  const isHistory = calls.every((call) => call.priority === HISTORY)
  return isHistory && calls.length < PAGE_SIZE && now.getTime() - newest < LONGEST_HISTORY_WAIT_MS
}

function isWorthWaiting(calls: DueCall[], ask: Batch['ask'], hasCompanyComing: boolean, now: Date): boolean {
  if (calls.length >= PAGE_SIZE || calls.length <= STORM) return false
  const times = calls.map((call) => call.dueAt.getTime())
  const oldest = now.getTime() - Math.min(...times)
  const newest = now.getTime() - Math.max(...times)
  return oldest < LONGEST_WAIT_MS[ask] && (newest < QUIET_MS || hasCompanyComing)
}
