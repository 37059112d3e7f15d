import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startApp, type TestApp } from '../support/app.ts'

/**
 * What no one invents: interruptions, half sentences, recognition errors, an hour and more of talk. Such conversations do
 * not belong into the repository; `TRANSCRIPTS_DIR` names a folder of them (`{"turns": [{"speaker", "text"}]}`).
 */
const folder = process.env['TRANSCRIPTS_DIR'] ?? join(import.meta.dirname, '../../../shared/transcripts')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const Talk = z.object({ turns: z.array(z.object({ speaker: z.string(), text: z.string() })) })

let product: TestApp
beforeAll(async () => {
  if (files.length === 0) return
  product = await startApp()
  await product.connect()
})
afterAll(() => product?.[Symbol.asyncDispose]())

/** Where one sentence ends and the next begins is Gong's affair: only the letters are compared. */
const letters = (texts: { text: string }[]): string =>
  texts.map(({ text }) => text.replaceAll(/\s+/g, '')).join('')
const LAST = 'I will send you the signed contract by Friday.'

if (files.length === 0)
  test('no conversations are here: set TRANSCRIPTS_DIR to a folder of them', (context) =>
    context.skip(`no conversations in ${folder}`))

test.each(files)('%s: stored to its last word, followed up, every citation exact', async (file) => {
  const { turns } = Talk.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const names = [...new Set(turns.map((turn) => turn.speaker))]
  const parties = names.map((name, place) => ({
    name,
    emailAddress: `person${place}@${place % 2 === 0 ? 'lumenfleet' : 'guest'}.example`,
    affiliation: place % 2 === 0 ? 'Internal' : 'External',
  }))
  // A promise in the last words of a long call must not be cut off.
  const spoken = [...turns, { speaker: names[1] ?? names[0]!, text: LAST }]
  const id = await product.gong.finishCall({ title: file, parties, transcript: { turns: spoken } })
  const { transcript, followUp } = await product.callIn(id, 'drafted')

  expect(letters(transcript)).toBe(letters(spoken))
  expect(new Set(transcript.map((sentence) => sentence.speaker))).toEqual(new Set(names))
  expect(
    followUp!.items.some((item) => item.evidence.some((one) => one.sentence === transcript.length - 1)),
  ).toBe(true)
  const { sentences, items, questions, decisions, notes, nextMeeting } = followUp!
  const cited = [sentences, items, questions, decisions, notes, nextMeeting ?? []]
    .flat()
    .flatMap((each) => each.evidence)
  expect(cited.length).toBeGreaterThan(0)
  for (const { sentence, startMs, endMs, speaker } of cited)
    expect(transcript[sentence]).toMatchObject({ startMs, endMs, speaker })
  for (const { kind, evidence } of sentences) if (kind === 'grounded') expect(evidence).not.toEqual([])
  expect(followUp!.mailText).not.toMatch(/undefined|\[object|NaN/)
})
