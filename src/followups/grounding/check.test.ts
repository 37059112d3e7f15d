import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { call } from '../../../test/support/spoken-call.ts'
import { writeFollowUp } from '../built-in/write-follow-up.ts'
import type { FollowUpContent, MailSentence } from '../follow-up-shapes.ts'
import { mailText } from '../mail-text.ts'
import { checkGrounding } from './check.ts'
import { recheckEdited } from './recheck-edited.ts'

const input = call(`
  maya: We need SSO before the rollout.
  ben: The plan is 45 euros per seat.
  cleo: I'll send you the security sheet by Thursday.
  maya: Thank you.`)
const at = (...places: number[]) =>
  places.map((i) => ({
    sentence: i,
    startMs: input.sentences[i]!.startMs,
    endMs: input.sentences[i]!.endMs,
    speaker: input.sentences[i]!.speaker,
  }))
const content = (change: Partial<FollowUpContent>): FollowUpContent => ({
  subject: 'Acme: demo',
  to: [],
  language: 'en',
  sentences: [],
  items: [],
  questions: [],
  decisions: [],
  nextMeeting: null,
  notes: [],
  ...change,
})
const sentence = (
  text: string,
  kind: MailSentence['kind'],
  evidence: MailSentence['evidence'] = [],
): MailSentence => ({ text, kind, placement: 'continues', evidence, hint: null })
const checked = (one: MailSentence) => checkGrounding(content({ sentences: [one] }), input).sentences[0]!

describe('a grounded sentence', () => {
  test('stays grounded when its citation and its words hold', () => {
    expect(
      checked(sentence('Cleo will send you the security sheet by Thursday, 26 November.', 'grounded', at(2)))
        .kind,
    ).toBe('grounded')
  })
  test.each([
    ['cites nothing', 'You need SSO.', []],
    ['cites a sentence that does not exist', 'You need SSO.', [{ ...at(0)[0]!, sentence: 99 }]],
    ['cites another time than the sentence has', 'You need SSO.', [{ ...at(0)[0]!, startMs: 1 }]],
    ['cites another speaker', 'You need SSO.', [{ ...at(0)[0]!, speaker: 'Tom Reyes' }]],
    ['changes a number', 'The plan is 40 euros per seat.', at(1)],
    ['changes a currency', 'The plan is 45 dollars per seat.', at(1)],
    ['names somebody who was not named', 'Cleo will send Walter the security sheet.', at(2)],
    ['moves a date', 'Cleo will send you the security sheet by Friday, 27 November.', at(2)],
    [
      'turns the promise to the other side',
      'You will send us the security sheet by Thursday, 26 November.',
      at(2),
    ],
    [
      'carries a link that nobody said',
      'Cleo will send you the security sheet: https://evil.example/x',
      at(2),
    ],
    ['speaks of something else', 'Pelicans migrate southwards every autumn.', at(0)],
  ])('that %s becomes unsupported with a hint', (_, text, evidence) => {
    const result = checked(sentence(text, 'grounded', evidence))
    expect(result.kind).toBe('unsupported')
    expect(result.hint).toBeTruthy()
    expect(result.text).not.toContain('evil.example')
  })
})

test.each([
  'The price is 45 euros.',
  'We will call you.',
  'See you on Thursday.',
  'Greetings from Walter Kovacs.',
  'Look at https://evil.example.',
])('"%s" is no courtesy', (text) => expect(checked(sentence(text, 'courtesy')).kind).toBe('unsupported'))

test('an item with a foreign owner, a wrong day or the wrong side is marked', () => {
  const item = {
    side: 'ours' as const,
    text: 'Send you the security sheet',
    owner: 'Cleo Marsh',
    dueDate: '2026-11-26',
    dueWords: 'by Thursday',
    evidence: at(2),
    kind: 'grounded' as const,
  }
  const kinds = (change: object) =>
    checkGrounding(content({ items: [{ ...item, ...change }] }), input).items[0]!
  expect(kinds({}).kind).toBe('grounded')
  expect(kinds({ owner: 'Walter' })).toMatchObject({ kind: 'unsupported', owner: null })
  expect(kinds({ dueDate: '2026-11-27' })).toMatchObject({ kind: 'unsupported', dueDate: null })
  expect(kinds({ side: 'theirs', owner: null })).toMatchObject({ kind: 'unsupported' })
})

test('only external people of the call are recipients', () => {
  const to = [
    { name: null, email: 'maya@theirs.example' },
    { name: null, email: 'ben@ours.example' },
    { name: null, email: 'stranger@evil.example' },
  ]
  expect(checkGrounding(content({ to }), input).to.map((one) => one.email)).toEqual(['maya@theirs.example'])
})

test('an unsupported sentence does not leave, and its heading goes with it', () => {
  const text = mailText({
    language: 'en',
    sentences: [
      sentence('Hi Maya,', 'courtesy'),
      { ...sentence('Next steps:', 'courtesy'), placement: 'paragraph' },
      { ...sentence('Wrong.', 'unsupported'), placement: 'bullet' },
    ],
  })
  expect(text).toBe('Hi Maya,')
})

test('what a person wrote is theirs, with a hint only where it contradicts its evidence; the rest keeps its kind', () => {
  const before = checkGrounding(
    content({
      sentences: [
        sentence('The plan is 45 euros per seat.', 'grounded', at(1)),
        sentence('You need SSO before the rollout.', 'grounded', at(0)),
      ],
    }),
    input,
  )
  const after = recheckEdited(
    before,
    {
      ...before,
      sentences: [
        { ...before.sentences[0]!, text: 'The plan is 40 euros per seat.' },
        before.sentences[1]!,
        sentence('See you on Monday!', 'grounded'),
      ],
    },
    input,
  )
  expect(after.sentences.map((one) => one.kind)).toEqual(['yours', 'grounded', 'yours'])
  expect(after.sentences[0]!.hint).toContain('40')
  expect(after.sentences[2]!.hint).toBeNull()
})

test('nobody makes a sentence grounded by saying so', () => {
  const before = content({ sentences: [sentence('The plan is free.', 'unsupported')] })
  expect(
    recheckEdited(before, { ...before, sentences: [{ ...before.sentences[0]!, kind: 'grounded' }] }, input)
      .sentences[0]!.kind,
  ).toBe('unsupported')
})

test('whatever is said, every citation is exact and nothing grounded is without one', async () => {
  const words = fc.constantFrom(
    "I'll",
    'send',
    'you',
    'the',
    'contract',
    'by',
    'Friday',
    'we',
    'need',
    '45',
    'euros',
    'can',
    'Maya',
    'not',
    'actually',
    'tomorrow',
    'sure',
    '?',
    'https://x.example',
    'AI,',
    '…',
    '😀',
    'и',
    '田',
  )
  const line = fc.tuple(
    fc.constantFrom('ben', 'cleo', 'maya', 'tom'),
    fc.array(words, { minLength: 1, maxLength: 14 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), async (talk) => {
      const random = call(talk.map(([who, said]) => `${who}: ${said.join(' ')}`).join('\n'))
      const result = checkGrounding(await writeFollowUp(random), random)
      for (const one of [...result.sentences, ...result.items, ...result.questions, ...result.decisions]) {
        if ('kind' in one && one.kind === 'grounded') expect(one.evidence.length).toBeGreaterThan(0)
        for (const { sentence: index, ...rest } of one.evidence) {
          const said = random.sentences[index]!
          expect(rest).toEqual({ startMs: said.startMs, endMs: said.endMs, speaker: said.speaker })
        }
      }
    }),
    { numRuns: 150 },
  )
})
