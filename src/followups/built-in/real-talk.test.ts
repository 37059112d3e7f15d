import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkGrounding } from '../grounding/check.ts'
import type { WriterInput } from '../writer.ts'
import { writeFollowUp } from './write-follow-up.ts'

// Real conversations do not belong into the repository; where they lie beside the checkout, they are read.
const folder =
  process.env['TRANSCRIPTS_DIR'] ?? new URL('../../../../shared/transcripts/', import.meta.url).pathname
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const Talk = z.object({ turns: z.array(z.object({ speaker: z.string(), text: z.string() })) })

function inputOf(file: string): WriterInput {
  const { turns } = Talk.parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
  const names = [...new Set(turns.map((turn) => turn.speaker))]
  const people = names.map((name, i) => ({
    speakerId: name,
    name,
    email: null,
    title: null,
    side: i % 2 === 0 ? ('ours' as const) : ('theirs' as const),
    attended: true,
    isHost: i === 0,
  }))
  const sideOf = new Map(people.map((person) => [person.name, person.side]))
  let now = 0
  const sentences = turns.flatMap(({ speaker, text }) =>
    text.split(/(?<=[.?!])\s+/).map((said) => {
      const startMs = now
      now += Math.max(350, said.split(/\s+/).length * 400)
      return { speakerId: speaker, speaker, side: sideOf.get(speaker)!, startMs, endMs: now, text: said }
    }),
  )
  const withIndex = sentences.map((sentence, index) => ({ index, ...sentence }))
  // A promise in the last words of a long call must not be cut off.
  const last = {
    index: withIndex.length,
    speakerId: names[1]!,
    speaker: names[1]!,
    side: 'theirs' as const,
    startMs: now,
    endMs: now + 3000,
    text: "I'll send you the signed contract by Friday.",
  }
  return {
    call: {
      title: file,
      startedAt: '2026-11-23T09:00:00.000Z',
      durationS: Math.round(now / 1000),
      timeZone: 'Europe/Berlin',
      language: null,
    },
    people,
    sentences: [...withIndex, last],
  }
}

test.skipIf(files.length === 0)(
  `real conversations are read to their end and cited exactly (${files.length} found; set TRANSCRIPTS_DIR to a folder of them)`,
  async () => {
    for (const file of files) {
      const input = inputOf(file)
      const content = checkGrounding(await writeFollowUp(input), input)
      expect(
        content.items.some((item) =>
          item.evidence.some((one) => one.sentence === input.sentences.length - 1),
        ),
        `${file}: the last promise`,
      ).toBe(true)
      for (const { evidence } of [
        ...content.sentences,
        ...content.items,
        ...content.questions,
        ...content.decisions,
      ]) {
        for (const one of evidence) {
          const { startMs, endMs, speaker } = input.sentences[one.sentence]!
          expect({ startMs: one.startMs, endMs: one.endMs, speaker: one.speaker }).toEqual({
            startMs,
            endMs,
            speaker,
          })
        }
      }
      const unsupported = content.sentences.filter((sentence) => sentence.kind === 'unsupported').length
      expect(unsupported, `${file}: unsupported`).toBeLessThanOrEqual(
        Math.max(1, content.sentences.length * 0.1),
      )
    }
  },
  120_000,
)
