import { expect, test } from 'vitest'
import type { Backfill, Estimate } from './query.ts'
import { costOf, endOf, hoursOf, lookOf, shareDone, situationOf, skippedOf, writingOf } from './words.ts'

const now = Date.parse('2026-03-02T10:00:00Z')
const estimate: Estimate = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  calls: 2_340,
  alreadyHere: 0,
  requests: 50,
  seconds: 18,
  endsAt: '2026-03-02T10:00:18.000Z',
  shareOfDay: 0.005,
  writing: null,
}
const run: Backfill = {
  id: '1',
  state: 'running',
  from: estimate.from,
  to: estimate.to,
  when: 'now',
  writeFollowUps: false,
  total: 1_000,
  found: 600,
  fetched: 400,
  drafted: 0,
  skipped: 100,
  skippedBy: { private: 18, internal_only: 82 },
  held: 0,
  failed: 0,
  erased: 0,
  waiting: 100,
  requests: 11,
  requestsPerSecond: 2.8,
  allowedPerSecond: 3,
  endsAt: '2026-03-02T10:05:00.000Z',
  waitsFor: null,
  waitUntil: null,
  problem: null,
  createdBy: 'Anna Berg',
  createdAt: '2026-03-02T09:59:00.000Z',
  startedAt: '2026-03-02T09:59:00.000Z',
  endedAt: null,
}

test('an estimate says calls, requests, time and share of the day', () => {
  expect(costOf(estimate)).toBe(
    '2,340 calls: about 50 requests to Gong, 18\u00a0s at the pace it allows, less than 1\u00a0% of a day’s requests.',
  )
  expect(costOf({ ...estimate, alreadyHere: 40 })).toContain('40 of them here already')
  expect(costOf({ ...estimate, calls: 0 })).toBe('Gong has no calls between these days.')
})

test('a model’s cost is named in tokens, the built-in writer’s is none', () => {
  expect(writingOf(estimate)).toContain('not written')
  expect(writingOf({ ...estimate, writing: { writer: 'built-in', followUps: 9, modelTokens: 0 } })).toContain(
    'at no cost',
  )
  const model = { writer: 'anthropic/claude', followUps: 2_340, modelTokens: 24_336_123 }
  expect(writingOf({ ...estimate, writing: model })).toContain('24,000,000 tokens')
})

test('the bar shows what is done with, in the run’s own terms', () => {
  expect(shareDone(run)).toBe(0.5)
  expect(shareDone({ ...run, writeFollowUps: true, drafted: 200 })).toBe(0.3)
  expect(shareDone({ ...run, state: 'done' })).toBe(1)
  expect(shareDone({ ...run, total: null })).toBe(0)
})

test('a run that waits says for what and until when', () => {
  expect(situationOf(run, now)).toContain('2.8 of 3 requests a second')
  expect(situationOf({ ...run, requestsPerSecond: 3.01 }, now)).toContain(', 3 of 3 requests a second')
  const waits = { ...run, waitsFor: 'daily_quota' as const, waitUntil: '2026-03-02T15:00:00.000Z' }
  expect(situationOf(waits, now)).toContain('live calls keep theirs. It continues about')
  expect(situationOf({ ...run, state: 'failed', problem: 'Gong refused.' }, now)).toBe('Gong refused.')
})

test('what was skipped is named with its reasons, the most frequent first', () => {
  expect(skippedOf(run)).toBe('82 only our own people, 18 private in Gong')
})

test('an import that waits for something is not shown as at work', () => {
  expect(lookOf(run).word).toBe('Running')
  expect(lookOf({ ...run, waitsFor: 'connection' }).word).toBe('Waiting')
  expect(lookOf({ state: 'done', waitsFor: null }).word).toBe('Done')
})

test('the estimate says when it would end, and a run at which hours it works', () => {
  expect(endOf(estimate, now)).toMatch(/^Started now, it ends about \d\d:\d\d\.$/)
  const nights = { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }
  expect(hoursOf({ ...nights, weekdays: [] })).toBe('22:00–06:00 (Europe/Berlin)')
  expect(hoursOf({ ...nights, weekdays: [1, 2, 3, 4, 5, 6, 7] })).toBe('22:00–06:00 (Europe/Berlin)')
  expect(hoursOf({ ...nights, weekdays: [1, 5] })).toBe('22:00–06:00 (Europe/Berlin), Mon, Fri')
})
