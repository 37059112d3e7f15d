import { expect, test } from 'vitest'
import { CallsInput, readControl } from './control-bodies.ts'
import { spokenTurns } from './transcripts.ts'

test('turns become sentences that follow one another at the pace of speech', () => {
  const words = 'One two three four five six seven eight nine ten. Eleven twelve?'
  const [turn, next] = spokenTurns(
    [
      { speaker: 'Ada', text: words },
      { speaker: 'Ben', text: 'Yes.', atMs: 60_000 },
    ],
    'eng',
  )
  expect(turn?.sentences.map(({ text }) => text)).toEqual([words.slice(0, -15), 'Eleven twelve?'])
  const [first, second] = turn?.sentences ?? []
  // Ten words at 150 a minute.
  expect((first?.end ?? 0) - (first?.start ?? 0)).toBe(4000)
  expect(second?.start).toBeGreaterThan(first?.end ?? 0)
  expect(next?.sentences[0]?.start).toBe(60_000)
})

test('a sentence without spaces takes its time, too', () => {
  const [turn] = spokenTurns(
    [{ speaker: '山本', text: '来週の火曜日までに見積書をお送りします。よろしいですか。' }],
    'jpn',
  )
  expect(turn?.sentences).toHaveLength(2)
  expect((turn?.sentences[0]?.end ?? 0) - (turn?.sentences[0]?.start ?? 0)).toBeGreaterThan(2500)
})

test.each([
  ['turns', [{ speaker: 'Ada', text: 'Hi.' }], { turns: [{ speaker: 'Ada', text: 'Hi.' }] }],
  [
    'lines',
    'Ada: Hi.\nstill me\nBen: Ho.',
    {
      turns: [
        { speaker: 'Ada', text: 'Hi. still me' },
        { speaker: 'Ben', text: 'Ho.' },
      ],
    },
  ],
  [
    "Gong's own shape",
    [{ speakerId: '1', sentences: [{ start: 0, end: 1, text: 'Hi.' }] }],
    { monologues: [{ speakerId: '1', topic: null, sentences: [{ start: 0, end: 1, text: 'Hi.' }] }] },
  ],
])('a transcript may come as %s', (_name, transcript, expected) => {
  expect(readControl(CallsInput, { transcript }).transcript).toEqual(expected)
})
