import { expect, test } from 'vitest'
import { answerInWords, bytes, duration, kindInWords, masked, sumInWords } from './words.ts'

test('durations are short and keep the digits that matter', () => {
  expect([null, 0, 412, 9_960, 45_000, 540_000, 7_200_000].map(duration)).toEqual([
    '–',
    '0.0 s',
    '0.4 s',
    '10.0 s',
    '45 s',
    '9 min',
    '2.0 h',
  ])
})

test('sizes climb by thousands', () => {
  expect([0, 999, 1_500, 48_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '48 MB'])
})

test('states without calls are not named', () => {
  const states = { expected: 0, fetched: 0, drafted: 2, skipped: 1, held: 0, failed: 0, erased: 0 }
  const sum = { known: 3, states, difference: 0, comparisons: [], comparedAllAt: null }
  expect(sumInWords(sum)).toBe('3 known = 2 with follow-up + 1 skipped')
})

test('the key in an address is masked', () => {
  expect(masked('https://x.example/api/webhooks/gong/secret')).toBe('https://x.example/api/webhooks/gong/•••')
})

test('answers and kinds of deliveries are words, also those that nobody foresaw', () => {
  expect([202, 401, 418].map(answerInWords)).toEqual([
    'accepted (202)',
    'refused: not proven (401)',
    'answered (418)',
  ])
  expect(kindInWords({ kind: 'call.analyzed', isTest: false })).toBe('Call analysed')
  expect(kindInWords({ kind: 'call.analyzed', isTest: true })).toBe('Test')
  expect(kindInWords({ kind: 'call.deleted', isTest: false })).toBe('call.deleted')
})
