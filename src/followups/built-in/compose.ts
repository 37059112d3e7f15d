import type { ActionItem, Evidence, FollowUpContent, MailSentence } from '../follow-up-shapes.ts'
import { callName, familyName, firstName, hostOf, isHuman, recipients } from '../parties.ts'
import type { WriterInput } from '../writer.ts'
import type { Findings, FoundPromise } from './found.ts'
import type { Phrases } from './phrases.ts'
import { evidenceOf } from './talk.ts'

interface Frame {
  input: WriterInput
  language: string
  phrases: Phrases
  /** The call's day as the mail writes it. */
  day: string
}

/** Lays out what was found as a mail and as structured items. */
export function compose(findings: Findings, frame: Frame): FollowUpContent {
  const { input, language, phrases } = frame
  const host = hostOf(input.people)
  const sentences = [
    courtesy(phrases.greeting(greeted(input, language)), 'paragraph'),
    courtesy(phrases.thanks(input.call.title), 'paragraph'),
    ...body(findings, phrases),
    courtesy(phrases.closing, 'paragraph'),
    ...phrases.signOff(host?.name ?? null).map((text, i) => courtesy(text, i === 0 ? 'paragraph' : 'line')),
  ].filter((sentence) => sentence.text !== '')
  return {
    subject: phrases.subject(input.call.title?.trim().slice(0, 200) || null, null, frame.day),
    to: recipients(input.people),
    language,
    sentences,
    items: findings.promises.map(itemOf),
    questions: findings.questions.map(({ text, askedBy, lines }) => ({
      text,
      askedBy,
      evidence: evidenceOf(lines),
    })),
    decisions: findings.decisions.map(({ text, lines }) => ({ text, evidence: evidenceOf(lines) })),
    nextMeeting: findings.meeting && {
      text: findings.meeting.text,
      date: findings.meeting.date,
      time: findings.meeting.time,
      words: findings.meeting.words,
      evidence: evidenceOf(findings.meeting.lines),
    },
    notes: findings.notes.map(({ text, lines }) => ({ text, evidence: evidenceOf(lines) })),
  }
}

function body(findings: Findings, phrases: Phrases): MailSentence[] {
  const { recap, promises, questions, decisions, meeting } = findings
  const clear = promises.filter((promise) => !promise.isVague)
  const ours = clear.filter((promise) => promise.side === 'ours')
  const theirs = clear.filter((promise) => promise.side === 'theirs')
  const sentences: MailSentence[] = []
  if (recap.length > 0) {
    sentences.push(courtesy(phrases.recapLead, 'continues'))
    recap.forEach((point, i) =>
      sentences.push(grounded(point.text, evidenceOf(point.lines), i === 0 ? 'paragraph' : 'continues')),
    )
  } else if (promises.length === 0 && decisions.length === 0 && meeting === null) {
    sentences.push(courtesy(phrases.nothingFound, 'continues'))
  }
  sentences.push(
    ...list(
      phrases.decisions,
      decisions.map((point) => [point.text, evidenceOf(point.lines)]),
    ),
  )
  sentences.push(
    ...list(
      phrases.ours,
      ours.map((promise) => [promise.sentence, evidenceOf(promise.lines)]),
    ),
  )
  sentences.push(
    ...list(
      phrases.theirs,
      theirs.map((promise) => [promise.sentence, evidenceOf(promise.lines)]),
    ),
  )
  sentences.push(
    ...list(
      phrases.questions,
      questions.map((question) => [question.text, evidenceOf(question.lines)]),
    ),
  )
  if (promises.length === 0 && questions.length === 0)
    sentences.push(courtesy(phrases.nothingPromised, 'paragraph'))
  if (meeting) sentences.push(grounded(meeting.text, evidenceOf(meeting.lines), 'paragraph'))
  return sentences
}

function list(heading: string, points: [string, Evidence[]][]): MailSentence[] {
  if (points.length === 0) return []
  return [
    courtesy(heading, 'paragraph'),
    ...points.map(([text, evidence]) => grounded(text, evidence, 'bullet')),
  ]
}

function itemOf(promise: FoundPromise): ActionItem {
  const { owner, due } = promise
  return {
    side: promise.side,
    text: promise.task.charAt(0).toUpperCase() + promise.task.slice(1),
    owner: typeof owner === 'string' ? owner : (owner?.name ?? owner?.email ?? null),
    dueDate: due?.date ?? null,
    dueWords: due?.words.slice(0, 300) ?? null,
    evidence: evidenceOf(promise.lines),
    kind: 'grounded',
  }
}

/** Whom the mail greets: the guests who attended and get it, or all guests where no address is known. */
function greeted({ people, sentences }: WriterInput, language: string): string[] {
  const guests = people.filter(
    (person) => person.side === 'theirs' && person.attended && person.name && isHuman(person),
  )
  const withMail = guests.filter((person) => person.email)
  return (withMail.length > 0 ? withMail : guests).map((person) => {
    if (language === 'ja') return japaneseName(person.name!)
    return language === 'de'
      ? germanName(person.name!, sentences)
      : (callName(person, people) ?? firstName(person.name!))
  })
}

/** "Frau Brandt", where somebody on the call called her so; the full name where nobody did. */
function germanName(name: string, sentences: WriterInput['sentences']): string {
  const family = familyName(name)
  if (!family) return name
  const escaped = family.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  for (const { text } of sentences) {
    const title = new RegExp(`(?<!\\p{L})(Frau|Herrn?) ${escaped}(?!\\p{L})`, 'u').exec(text)?.[1]
    if (title) return `${title.replace('Herrn', 'Herr')} ${family}`
  }
  return name
}

/** 「田中」 from 「田中 健一」; a name in Latin letters stays whole. */
function japaneseName(name: string): string {
  return /[\u3040-\u9fff]/.test(name) && familyName(name) ? firstName(name) : name
}

const courtesy = (text: string, placement: MailSentence['placement']): MailSentence => ({
  text,
  kind: 'courtesy',
  placement,
  evidence: [],
  hint: null,
})
const grounded = (
  text: string,
  evidence: Evidence[],
  placement: MailSentence['placement'],
): MailSentence => ({ text, kind: 'grounded', placement, evidence, hint: null })
