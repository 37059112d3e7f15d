import { callDay } from '../dates/said-date.ts'
import { saidDates } from '../dates/said-dates.ts'
import { compose } from '../built-in/compose.ts'
import type { Findings } from '../built-in/found.ts'
import { ENGLISH, GERMAN, JAPANESE } from '../built-in/phrases.ts'
import type { Phrases } from '../built-in/phrases.ts'
import { listen } from '../built-in/talk.ts'
import type { Line } from '../built-in/talk.ts'
import { FollowUpContent } from '../follow-up-shapes.ts'
import type { WriterInput } from '../writer.ts'
import type { Answer } from './answer.ts'

/** A model's answer as a follow-up. Citations become exact evidence; numbers that name no sentence leave none. */
export function toContent(answer: Answer, input: WriterInput): FollowUpContent {
  const lines = new Map(listen(input, (text) => text).map((line) => [line.index, line]))
  const at = (cites: number[]): Line[] => cites.slice(0, 50).flatMap((cite) => lines.get(cite) ?? [])
  const today = callDay(input.call.startedAt, input.call.timeZone)
  const points = (list: { text: string; cites: number[] }[]): Findings['recap'] =>
    list
      .filter(({ text }) => text.trim() !== '')
      .slice(0, 50)
      .map(({ text, cites }) => ({ text: text.trim().slice(0, 2000), lines: at(cites), weight: 1 }))

  const findings: Findings = {
    recap: points(answer.recap),
    decisions: points(answer.decisions),
    notes: points(answer.notes),
    questions: answer.questions
      .slice(0, 50)
      .map(({ text, askedBy, cites }) => ({ text: text.slice(0, 2000), askedBy, lines: at(cites) })),
    promises: answer.promises.slice(0, 100).map((promise) => ({
      lines: at(promise.cites),
      side: promise.side,
      owner: promise.owner?.slice(0, 300) ?? null,
      task: promise.task.trim().slice(0, 2000) || '…',
      sentence: promise.sentence.trim().slice(0, 2000) || '…',
      due:
        promise.dueWords || promise.dueDate
          ? {
              words: promise.dueWords ?? promise.dueDate ?? '',
              at: 0,
              date: dayOf(promise.dueDate) ?? reckoned(promise.dueWords, today),
              time: null,
              weekOf: null,
            }
          : null,
      keys: new Set<string>(),
    })),
    meeting: answer.nextMeeting && {
      lines: at(answer.nextMeeting.cites),
      text: answer.nextMeeting.text.slice(0, 2000) || '…',
      date: dayOf(answer.nextMeeting.date),
      time: /^\d\d:\d\d$/.test(answer.nextMeeting.time ?? '') ? answer.nextMeeting.time : null,
      words: answer.nextMeeting.words?.slice(0, 300) ?? null,
    },
  }
  const language = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/.test(answer.language)
    ? answer.language.slice(0, 20)
    : 'en'
  const content = compose(findings, { input, language, phrases: phrasesFor(language, answer), day: '' })
  return FollowUpContent.parse({
    ...content,
    subject: answer.subject.replace(/\s+/g, ' ').slice(0, 300) || content.subject,
  })
}

const dayOf = (date: string | null): string | null =>
  date !== null && /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null
const reckoned = (words: string | null, today: ReturnType<typeof callDay>): string | null =>
  words ? (saidDates(words, today)[0]?.date ?? null) : null

/** Our own courtesies where we have the language, the model's where we have not (they are checked like everything). */
function phrasesFor(language: string, { courtesy }: Answer): Phrases {
  const own = ({ en: ENGLISH, de: GERMAN, ja: JAPANESE } as Record<string, Phrases>)[language.slice(0, 2)]
  if (own) return own
  return {
    ...ENGLISH,
    greeting: () => line(courtesy.greeting, 'Hello,'),
    thanks: () => line(courtesy.thanks, '…'),
    recapLead: '',
    ours: line(courtesy.ourStepsHeading, '–'),
    theirs: line(courtesy.yourStepsHeading, '–'),
    questions: line(courtesy.openQuestionsHeading, '–'),
    decisions: line(courtesy.decisionsHeading, '–'),
    nothingPromised: '',
    nothingFound: '',
    closing: line(courtesy.closing, '…'),
    signOff: (host) => [line(courtesy.signOff, '–'), ...(host ? [host] : [])],
  }
}

const line = (text: string, otherwise: string): string => text.trim().slice(0, 1000) || otherwise
