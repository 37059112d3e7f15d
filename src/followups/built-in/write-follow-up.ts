import { callDay, iso } from '../dates/said-date.ts'
import { mailDate } from '../dates/mail-date.ts'
import type { FollowUpContent } from '../follow-up-shapes.ts'
import type { WriterInput } from '../writer.ts'
import { compose } from './compose.ts'
import { cleanEnglish } from './english/clean-english.ts'
import { findEnglish } from './english/find-english.ts'
import { languageOf } from './language.ts'
import { ENGLISH } from './phrases.ts'
import { listen } from './talk.ts'

/** Writes a follow-up by rules alone: no key, no network, the same call twice gives the same mail. */
export async function writeFollowUp(input: WriterInput): Promise<FollowUpContent> {
  const language = await languageOf(input)
  const today = callDay(input.call.startedAt, input.call.timeZone)
  const day = mailDate(iso(today), language, today.year)
  const lines = listen(input, cleanEnglish)
  const findings = findEnglish({ lines, people: input.people, today }, input.call.timeZone)
  return compose(findings, { input, language: 'en', phrases: ENGLISH, day })
}
