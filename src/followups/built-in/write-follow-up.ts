import { callDay, iso } from '../dates/said-date.ts'
import type { CallDay } from '../dates/said-date.ts'
import { mailDate } from '../dates/mail-date.ts'
import type { FollowUpContent } from '../follow-up-shapes.ts'
import type { WriterInput } from '../writer.ts'
import { compose } from './compose.ts'
import { cleanEnglish } from './english/clean-english.ts'
import { findEnglish } from './english/find-english.ts'
import type { Findings } from './found.ts'
import { findGerman } from './german/find-german.ts'
import { cleanGerman } from './german/words.ts'
import { cleanJapanese, findJapanese } from './japanese/find-japanese.ts'
import { languageOf } from './language.ts'
import { findNothing } from './other-languages.ts'
import { ENGLISH, GERMAN, JAPANESE } from './phrases.ts'
import type { Phrases } from './phrases.ts'
import { listen } from './talk.ts'
import type { Line } from './talk.ts'

interface Tongue {
  phrases: Phrases
  clean: (text: string) => string
  find: (call: { lines: Line[]; people: WriterInput['people']; today: CallDay }, timeZone: string) => Findings
}

const TONGUES: Record<string, Tongue> = {
  en: { phrases: ENGLISH, clean: cleanEnglish, find: findEnglish },
  de: { phrases: GERMAN, clean: cleanGerman, find: findGerman },
  ja: { phrases: JAPANESE, clean: cleanJapanese, find: findJapanese },
}

/**
 * Writes a follow-up by rules alone: no key, no network, the same call twice gives the same mail.
 * A language without rules of its own gets a short English mail that quotes, and a note that says so.
 */
export async function writeFollowUp(input: WriterInput): Promise<FollowUpContent> {
  const heard = await languageOf(input)
  const today = callDay(input.call.startedAt, input.call.timeZone)
  const tongue = TONGUES[heard]
  const language = tongue ? heard : 'en'
  const { phrases, clean, find } = tongue ?? {
    phrases: ENGLISH,
    clean: (text: string) => text,
    find: findNothing(heard),
  }
  const lines = listen(input, clean)
  const findings = find({ lines, people: input.people, today }, input.call.timeZone)
  return compose(findings, { input, language, phrases, day: mailDate(iso(today), language, today.year) })
}
