import { expect, test } from 'vitest'
import type { TranscriptSentence } from '../api/types.ts'
import { citedIn, shortNames, toTurns } from './turns.ts'

const say = (speaker: string, text = 'Yes.'): TranscriptSentence => ({
  speaker,
  side: 'ours',
  startMs: 0,
  endMs: 1,
  text,
})

test('a speaker’s sentences form one turn until another speaks, and every sentence keeps its place', () => {
  const turns = toTurns([say('Ada'), say('Ada'), say('Ben'), say('Ada')])
  expect(turns.map(({ speaker, first, last }) => [speaker, first, last])).toEqual([
    ['Ada', 0, 1],
    ['Ben', 2, 2],
    ['Ada', 3, 3],
  ])
})

test('a long monologue is cut without losing a sentence', () => {
  const turns = toTurns(Array.from({ length: 30 }, () => say('Ada')))
  expect(turns.length).toBeGreaterThan(1)
  expect(turns.flatMap((turn) => turn.sentences)).toHaveLength(30)
  expect(turns.at(-1)?.last).toBe(29)
})

test('people are called by their first name, and told apart where they share it', () => {
  const names = shortNames([
    say('Ada Lovelace'),
    say('Ben Ito'),
    say('Ben Okri'),
    say('Speaker 3'),
    say('山本'),
  ])
  expect([...names.values()]).toEqual(['Ada', 'Ben I.', 'Ben O.', 'Speaker 3', '山本'])
})

const evidence = (sentence: number) => [{ sentence, startMs: 0, endMs: 1, speaker: 'Ada' }]

test('people with a title are called by their last name', () => {
  expect([...shortNames([say('Mr. Ken Hardie (Fleetwood, Lib.)'), say('Dr. Maya Patel')]).values()]).toEqual([
    'Hardie',
    'Patel',
  ])
})

test('everything that a follow-up rests on counts as cited', () => {
  const cited = citedIn({
    subject: '',
    to: [],
    language: 'en',
    sentences: [{ text: 'a', kind: 'grounded', placement: 'paragraph', evidence: evidence(1), hint: null }],
    items: [],
    questions: [{ text: 'b', askedBy: 'theirs', evidence: evidence(2) }],
    decisions: [],
    nextMeeting: { text: 'c', date: null, time: null, words: null, evidence: evidence(3) },
    notes: [{ text: 'd', evidence: evidence(4) }],
  })
  expect([...cited]).toEqual([1, 2, 4, 3])
})
