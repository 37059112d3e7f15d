import { expect, test } from 'vitest'
import type { FollowUpContent, MailSentence } from '../api/types.ts'
import {
  addEvidence,
  addRecipient,
  changeEntry,
  keepSentence,
  removeSentence,
  rewriteMail,
  rewriteSentence,
} from './edits.ts'

const at = (sentence: number) => ({
  sentence,
  startMs: sentence * 1000,
  endMs: sentence * 1000 + 900,
  speaker: 'Maya',
})
function said(text: string, part: Partial<MailSentence> = {}): MailSentence {
  return { text, kind: 'grounded', placement: 'continues', evidence: [at(3)], hint: null, ...part }
}
function content(part: Partial<FollowUpContent> = {}): FollowUpContent {
  return {
    subject: 'Our call',
    to: [],
    language: 'en',
    sentences: [said('One.', { placement: 'paragraph' }), said('Two.'), said('Three.')],
    items: [],
    questions: [],
    decisions: [],
    nextMeeting: null,
    notes: [],
    ...part,
  }
}
const texts = (patch: Partial<FollowUpContent> | null | undefined) =>
  patch?.sentences?.map((sentence) => sentence.text)

test('a rewritten sentence becomes the person’s own and keeps its evidence', () => {
  const patch = rewriteSentence(1, 'Two.', 'Two, but better.').apply(content())
  expect(patch?.sentences?.[1]).toEqual(said('Two, but better.', { kind: 'yours' }))
})

test('an edit finds its sentence although others were put before it meanwhile', () => {
  const moved = content({ sentences: [said('New.'), ...content().sentences] })
  expect(texts(rewriteSentence(1, 'Two.', '2.').apply(moved))).toEqual(['New.', 'One.', '2.', 'Three.'])
})

test('an edit of a sentence that someone else changed is not put in silently, and can be put in anyway', () => {
  const changed = content({ sentences: [said('One.'), said('Another two.'), said('Three.')] })
  const edit = rewriteSentence(1, 'Two.', 'My two.')
  expect(edit.apply(changed)).toBeNull()
  expect(edit.typed).toBe('My two.')
  expect(texts(edit.anyway?.(changed))).toEqual(['One.', 'Another two.', 'My two.', 'Three.'])
})

test('the sentence after a removed one takes over its place in the layout', () => {
  const patch = removeSentence(0, 'One.').apply(content())
  expect(patch?.sentences?.[0]).toMatchObject({ text: 'Two.', placement: 'paragraph' })
  expect(texts(patch)).toEqual(['Two.', 'Three.'])
})

test('a sentence that a person keeps is theirs and no longer doubted', () => {
  const doubted = content({ sentences: [said('12 €.', { kind: 'unsupported', hint: 'Not said.' })] })
  expect(keepSentence(0, '12 €.').apply(doubted)?.sentences?.[0]).toMatchObject({ kind: 'yours', hint: null })
})

test('evidence is added once and in the order of the call', () => {
  const patch = addEvidence('sentences', 0, 'One.', [at(7), at(1), at(3)]).apply(content())
  expect(patch?.sentences?.[0]?.evidence.map((each) => each.sentence)).toEqual([1, 3, 7])
})

test('evidence that a person finds ends the doubt', () => {
  const doubted = content({
    sentences: [said('12 €.', { kind: 'unsupported', evidence: [], hint: 'Not said.' })],
  })
  const patch = addEvidence('sentences', 0, '12 €.', [at(5)]).apply(doubted)
  expect(patch?.sentences?.[0]).toMatchObject({ kind: 'yours', hint: null, evidence: [at(5)] })
})

test('a note is taken out by its words, not by its place alone', () => {
  const noted = content({
    notes: [
      { text: 'A', evidence: [] },
      { text: 'B', evidence: [] },
    ],
  })
  expect(changeEntry('notes', 0, 'B', () => null).apply(noted)).toEqual({
    notes: [{ text: 'A', evidence: [] }],
  })
})

test('a recipient is not added twice', () => {
  const to = [{ name: 'Maya', email: 'maya@x.example' }]
  expect(addRecipient({ name: null, email: 'MAYA@x.example' }).apply(content({ to }))).toEqual({})
})

test('a rewritten mail replaces only the mail it was made from', () => {
  const before = content().sentences
  const edit = rewriteMail(before, [said('All new.')], 'All new.')
  expect(texts(edit.apply(content({ subject: 'Another subject' })))).toEqual(['All new.'])
  expect(edit.apply(content({ sentences: [said('Changed meanwhile.')] }))).toBeNull()
})
