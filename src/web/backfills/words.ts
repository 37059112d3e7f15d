import { clock, exact, shortDay, span } from '../parts/time.ts'
import type { Look } from '../parts/state.ts'
import type { Backfill, Estimate } from './query.ts'

/** The sentences of the page about imports. */

const LOOKS: Record<Backfill['state'], Look> = {
  scheduled: { shape: 'ring', tone: 'quiet', word: 'Scheduled' },
  running: { shape: 'half', tone: 'accent', word: 'Running' },
  paused: { shape: 'bars', tone: 'warn', word: 'Paused' },
  done: { shape: 'check', tone: 'good', word: 'Done' },
  cancelled: { shape: 'slash', tone: 'quiet', word: 'Cancelled' },
  failed: { shape: 'cross', tone: 'bad', word: 'Failed' },
}

const WAITING: Look = { shape: 'ring', tone: 'quiet', word: 'Waiting' }

/** One that runs and waits for something is not at work: the sentence beside it says for what. */
export const lookOf = (run: Pick<Backfill, 'state' | 'waitsFor'>): Look =>
  run.state === 'running' && run.waitsFor ? WAITING : LOOKS[run.state]

export const isOver = (run: Pick<Backfill, 'state'>): boolean =>
  run.state === 'done' || run.state === 'cancelled' || run.state === 'failed'

/** "2,340 calls, about 50 requests, 17 seconds at Gong's pace; 1 % of a day's requests." */
export function costOf({ calls, alreadyHere, requests, seconds, shareOfDay }: Estimate): string {
  if (calls === 0) return 'Gong has no calls between these days.'
  const known = alreadyHere > 0 ? `, ${count(alreadyHere)} of them here already` : ''
  const share = shareOfDay < 0.01 ? 'less than 1\u00a0%' : `${Math.round(shareOfDay * 100)}\u00a0%`
  return `${count(calls)} ${calls === 1 ? 'call' : 'calls'}${known}: about ${count(requests)} requests to Gong, ${span(seconds * 1000).replace(' ', '\u00a0')} at the pace it allows, ${share} of a day’s requests.`
}

/** When an import that starts now is over. */
export const endOf = ({ endsAt }: Pick<Estimate, 'endsAt'>, now: number): string =>
  `Started now, it ends ${moment(endsAt, now)}.`

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** "22:00–06:00 (Europe/Berlin), Mon, Tue" */
export function hoursOf({ from, to, timeZone, weekdays }: Exclude<Backfill['when'], 'now'>): string {
  const days = weekdays.map((day) => WEEKDAYS[day - 1])
  const isEveryDay = days.length === 0 || days.length === WEEKDAYS.length
  return `${from}–${to} (${timeZone})${isEveryDay ? '' : `, ${days.join(', ')}`}`
}

/** What is written, and what that costs. */
export function writingOf({ writing }: Estimate): string {
  if (!writing) return 'Follow-ups are not written. You can ask for one at each call later.'
  const queue = 'Those of calls older than a week never enter “to review”.'
  if (writing.modelTokens === 0) return `Follow-ups are written by the built-in writer, at no cost. ${queue}`
  return `Up to ${count(writing.followUps)} follow-ups are written by ${writing.writer}, which reads about ${count(roughly(writing.modelTokens))} tokens for it; your provider’s price applies. ${queue}`
}

const WAITS: Record<NonNullable<Backfill['waitsFor']>, string> = {
  turn: 'Waits for the import before it.',
  off_hours: 'Waits for its hours.',
  daily_quota: 'History’s share of the day’s requests is used up; live calls keep theirs.',
  allowance: 'Gong asked us to wait.',
  gong: 'Gong does not answer as it should. We keep trying.',
  connection: 'Gong does not let us in. It goes on by itself once the connection works.',
  scope: 'Gong refuses the details of calls: a scope is missing. It goes on by itself once it is granted.',
}

/** What it is doing, or waits for, and until when. */
export function situationOf(run: Backfill, now: number): string {
  if (run.state === 'failed') return run.problem ?? 'It could not go on.'
  if (run.waitsFor) {
    const until =
      run.waitUntil && Date.parse(run.waitUntil) > now ? ` It continues ${moment(run.waitUntil, now)}.` : ''
    return WAITS[run.waitsFor] + until
  }
  if (run.state === 'scheduled') return 'It begins in a moment.'
  if (run.state !== 'running') return ''
  if (run.total === null) return 'Asking Gong how many calls there are.'
  // The first requests of a burst leave together, so a short run's average is a little above the limit it keeps.
  const pace =
    run.requestsPerSecond === null
      ? ''
      : `, ${Math.round(run.requestsPerSecond * 10) / 10} of ${run.allowedPerSecond} requests a second`
  return run.endsAt ? `Ends ${moment(run.endsAt, now)}${pace}.` : ''
}

/** How far it is, from 0 to 1: what is done with, of what Gong counted. */
export function shareDone(run: Backfill): number {
  if (run.state === 'done') return 1
  if (!run.total) return 0
  const settled = run.writeFollowUps ? run.drafted : run.fetched
  return Math.min(1, (settled + run.skipped + run.failed + run.erased) / run.total)
}

const REASONS: Record<string, string> = {
  private: 'private in Gong',
  internal_only: 'only our own people',
  not_wanted: 'left when it was cancelled',
  too_short: 'too short',
  excluded_domain: 'excluded company',
  direction: 'direction',
  language: 'language',
  sensitive: 'sensitive',
  not_chosen: 'people not chosen',
}

/** "82 only our own people, 18 private in Gong"; empty when nothing was skipped. */
export function skippedOf(run: Pick<Backfill, 'skippedBy'>): string {
  return Object.entries(run.skippedBy)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, calls]) => `${count(calls)} ${REASONS[reason] ?? reason}`)
    .join(', ')
}

/** "1 Jan – 23 Nov" */
export function rangeOf(run: Pick<Backfill, 'from' | 'to'>, now: number): string {
  // The last day's end is the next day's beginning.
  const last = new Date(Date.parse(run.to) - 1).toISOString()
  const from = Date.parse(run.from) <= Date.UTC(2015, 0, 1) ? 'Everything' : shortDay(run.from, now)
  return from === 'Everything'
    ? `Everything until ${shortDay(last, now)}`
    : `${from} – ${shortDay(last, now)}`
}

/** "at 10:47", or with the day when it is not within these hours; the whole moment is `exact`. */
function moment(iso: string, now: number): string {
  const isSoon = Math.abs(Date.parse(iso) - now) < 12 * 3_600_000
  return isSoon ? `about ${clock(iso)}` : `on ${exact(iso).replace(/:\d\d(?= \w+$)/, '')}`
}

export function count(value: number): string {
  return value.toLocaleString('en-GB')
}

function roughly(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.round(value / step) * step
}
