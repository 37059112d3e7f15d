import type { DeliveryEntry, Health } from './query.ts'

/** The health page's words and figures. */

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many}`)

/** The page's one sentence: is it working, and whose turn is it. */
export function verdict({ state, turns }: Health): string {
  if (state === 'not_connected') return 'Gong is not connected yet.'
  if (state === 'good') return 'All good'
  const parts = [
    turns.admin > 0 && plural(turns.admin, '1 thing needs you', 'things need you'),
    turns.gong > 0 && `${turns.gong} ${turns.gong === 1 ? 'is' : 'are'} Gong’s turn`,
    turns.fastfollow > 0 && plural(turns.fastfollow, 'we are on 1', 'are ours to do'),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** "415 known = 402 with follow-up + 9 skipped + 3 waiting + 1 failed", empty states left out. */
export function sumInWords({ known, states }: Health['completeness']): string {
  const named: [number, string][] = [
    [states.drafted, 'with follow-up'],
    [states.fetched, 'being written'],
    [states.expected, 'waiting'],
    [states.held, 'on hold'],
    [states.skipped, 'skipped'],
    [states.failed, 'failed'],
    [states.erased, 'deleted'],
  ]
  const parts = named.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`)
  return parts.length === 0 ? 'No calls yet' : `${number(known)} known = ${parts.join(' + ')}`
}

export function number(value: number): string {
  return value.toLocaleString('en')
}

/** "0.4 s", "9 min". */
export function duration(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 0) return '0 s'
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`
  const minutes = ms / 60_000
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let [size, unit] = [value, 0]
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1]
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** What share of the calls no event had announced. */
export function missedShare({ announced, found }: Health['events']): string {
  const all = announced + found
  return all === 0 ? '' : `${((found / all) * 100).toFixed(1)} %`
}

/** The secret part of a webhook address is not for screens that are shared. */
export function masked(url: string | null): string {
  return url?.replace(/\/[^/]+$/, '/•••') ?? ''
}

export const CALL_STATES: Record<string, string> = {
  expected: 'waiting',
  fetched: 'being written',
  drafted: 'follow-up ready',
  skipped: 'skipped',
  held: 'on hold',
  failed: 'failed',
  erased: 'deleted',
}

/** How a delivery's sender was proven. */
export const VERIFIED: Record<string, string> = {
  hmac: 'signature',
  jwt: 'signed JWT',
  address: 'secret address',
}

const KINDS: Record<string, string> = { 'call.analyzed': 'Call analysed', automation_rule: 'Automation rule' }

export function kindInWords({ isTest, kind }: Pick<DeliveryEntry, 'isTest' | 'kind'>): string {
  return isTest ? 'Test' : (KINDS[kind] ?? kind)
}

const ANSWERS: Record<number, string> = {
  200: 'seen before',
  202: 'accepted',
  400: 'refused: not readable',
  401: 'refused: not proven',
  413: 'refused: too large',
  503: 'not now: sent again',
}

/** The word first; the number is for who compares it with Gong's log. */
export const answerInWords = (status: number): string => `${ANSWERS[status] ?? 'answered'} (${status})`

const QUEUES: Record<string, string> = {
  'gong-fetch': 'Reading calls',
  'follow-up-write': 'Writing follow-ups',
  'gong-reconcile': 'Comparing lists',
  'gong-subscription': 'Checking the subscription',
  'gong-backfill': 'Importing history',
  'gong-users': 'Reading users',
  alerts: 'Telling people',
}

export const queueInWords = (queue: string): string => QUEUES[queue] ?? queue
