import { saidTimes } from '../dates/said-dates.ts'
import type { Evidence, FollowUpContent, MailSentence } from '../follow-up-shapes.ts'
import { isHuman, isOurDomain, personNamed } from '../parties.ts'
import type { WriterInput } from '../writer.ts'
import { checkedItem, dateSaid, spokenBy, type Check } from './check-item.ts'
import { cited, notForCustomers, transcriptOf } from './citations.ts'
import { moreThanCourtesy } from './courtesy.ts'
import { foreignLinks, unsaidInSubject, unsupportedFact } from './facts.ts'

/**
 * Checks any writer's follow-up against the transcript, sentence by sentence. What does not hold is marked
 * `unsupported` with a hint for the rep, or dropped where it has no place for a hint; nothing passes silently.
 * Pure, but 3 to 170 ms of processor: it runs in the writing threads.
 */
export function checkGrounding(content: FollowUpContent, input: WriterInput): FollowUpContent {
  const transcript = transcriptOf(input)
  const check: Check = { input, transcript, language: content.language }
  return {
    ...content,
    subject: subjectOf(content.subject, input),
    to: content.to.filter(({ email }) => isGuest(email, input)),
    sentences: content.sentences.map((sentence) => checkedSentence(sentence, check)),
    items: content.items.map((item) => checkedItem(item, check)),
    questions: content.questions.filter((question) => holds(question.text, question.evidence, check)),
    decisions: content.decisions.filter((decision) => holds(decision.text, decision.evidence, check)),
    nextMeeting: content.nextMeeting && meetingHolds(content.nextMeeting, check) ? content.nextMeeting : null,
    // Notes stay among ourselves, so what was said in private and what we say about the call may stand there.
    notes: content.notes.filter(
      (note) =>
        note.evidence.every((one) => 'sentences' in cited([one], transcript)) &&
        foreignLinks(note.text, input).length === 0,
    ),
  }
}

/** Recipients are people of this call who are not ours: a made-up address gets no mail. */
function isGuest(email: string, { people }: WriterInput): boolean {
  const person = people.find((one) => one.email?.toLowerCase() === email.toLowerCase())
  return person !== undefined && person.side !== 'ours' && isHuman(person) && !isOurDomain(person, people)
}

/** A subject may carry what the call's title, its people and its words carry. */
function subjectOf(subject: string, input: WriterInput): string {
  const plain = subject.replace(/\s+/g, ' ').trim()
  const problem = unsaidInSubject(input.call.title ? plain.replace(input.call.title, ' ') : plain, input)
  return problem && plain !== input.call.title ? (input.call.title ?? '') : plain
}

export function checkedSentence(sentence: MailSentence, check: Check): MailSentence {
  if (sentence.kind === 'yours')
    return {
      ...sentence,
      hint: sentence.evidence.length > 0 ? problemWith(sentence.text, sentence.evidence, check) : null,
    }
  if (sentence.kind === 'unsupported')
    return { ...sentence, hint: sentence.hint ?? 'It could not be traced to the call.' }
  if (sentence.kind === 'courtesy') {
    const problem = moreThanCourtesy(sentence.text, check.input, check.language)
    return problem ? unsupported(sentence, problem, check) : { ...sentence, evidence: [], hint: null }
  }
  const problem = problemWith(sentence.text, sentence.evidence, check) ?? wrongSide(sentence, check)
  return problem ? unsupported(sentence, problem, check) : { ...sentence, hint: null }
}

function unsupported(sentence: MailSentence, hint: string, { input, transcript }: Check): MailSentence {
  let text = sentence.text
  for (const link of foreignLinks(text, input))
    text = text
      .replaceAll(link, '')
      .replace(/\s+([.,])/g, '$1')
      .replace(/\s{2,}/g, ' ')
      .trim()
  // Only citations that exist may be shown: a rep who follows one must arrive somewhere.
  const evidence = sentence.evidence.filter((one) => 'sentences' in cited([one], transcript))
  return { ...sentence, text: text || '…', kind: 'unsupported', evidence, hint }
}

function problemWith(
  text: string,
  evidence: Evidence[],
  { input, transcript, language }: Check,
  { forUs = false } = {},
): string | null {
  const found = cited(evidence, transcript)
  if ('problem' in found) return found.problem
  return (
    (forUs ? null : notForCustomers(found.sentences, transcript)) ??
    unsupportedFact(text, { sentences: found.sentences, input, language })
  )
}

const holds = (text: string, evidence: Evidence[], check: Check, options = {}): boolean =>
  problemWith(text, evidence, check, options) === null

/** A promise must come from the mouth, or the yes, of the side that is said to make it. */
function wrongSide(sentence: MailSentence, { input, transcript }: Check): string | null {
  const promise =
    /^(?:-\s*)?(I|we|you|[\p{Lu}][\p{L}'’.-]*(?: [\p{Lu}][\p{L}'’.-]*){0,2}|(?:our|your) [\w -]{2,40}?) (?:will|agreed to|promised to|is going to|are going to)\b/iu.exec(
      sentence.text,
    )
  if (!promise) return null
  const who = promise[1]!
  const person = personNamed(who, input.people)
  const side = /^(?:I|we|our\b)/i.test(who)
    ? 'ours'
    : /^you/i.test(who)
      ? 'theirs'
      : person && person.side !== 'unknown'
        ? person.side
        : null
  if (side === null) return null
  const sentences = sentence.evidence.flatMap((one) => transcript.byIndex.get(one.sentence) ?? [])
  return spokenBy(side, sentences, transcript)
    ? null
    : `Nobody on ${side === 'ours' ? 'our' : 'their'} side promised this in the sentences it rests on.`
}

function meetingHolds(meeting: NonNullable<FollowUpContent['nextMeeting']>, check: Check): boolean {
  const found = cited(meeting.evidence, check.transcript)
  if ('problem' in found || !holds(meeting.text, meeting.evidence, check)) return false
  const timeSaid =
    meeting.time === null ||
    found.sentences.some((sentence) => saidTimes(sentence.text).includes(meeting.time!))
  return timeSaid && dateSaid(meeting.date, found.sentences, check.input.call)
}
