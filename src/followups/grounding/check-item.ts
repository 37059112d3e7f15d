import { callDay } from '../dates/said-date.ts'
import { saidDates } from '../dates/said-dates.ts'
import type { ActionItem } from '../follow-up-shapes.ts'
import { personNamed } from '../parties.ts'
import type { SpokenSentence, WriterInput } from '../writer.ts'
import { cited, notForCustomers } from './citations.ts'
import type { Transcript } from './citations.ts'
import { unsupportedFact } from './facts.ts'

export interface Check {
  input: WriterInput
  transcript: Transcript
  language: string
}

/** One thing to do: that it was said, on the side that does it, and its owner and day with it. */
export function checkedItem(item: ActionItem, check: Check): ActionItem {
  if (item.kind === 'yours') return item
  const { input, transcript } = check
  const found = cited(item.evidence, transcript)
  const bad = (changes: Partial<ActionItem> = {}): ActionItem => ({
    ...item,
    ...changes,
    kind: 'unsupported',
  })
  if ('problem' in found)
    return bad({
      evidence: item.evidence.filter((one) => 'sentences' in cited([one], transcript)),
      owner: null,
      dueDate: null,
      dueWords: null,
    })
  if (
    notForCustomers(found.sentences, transcript) ||
    unsupportedFact(item.text, { sentences: found.sentences, input, language: check.language })
  )
    return bad()
  if (!spokenBy(item.side, found.sentences, transcript)) return bad()
  const owner =
    item.owner === null || ownerWasSaid(item.owner, item.side, found.sentences, input) ? item.owner : null
  const due = dueWasSaid(item, found.sentences, input)
  if (owner !== item.owner || !due) return bad({ owner, ...(due ? {} : { dueDate: null, dueWords: null }) })
  return { ...item, kind: item.kind === 'unsupported' ? 'unsupported' : 'grounded' }
}

/** The owner is a person of the call on that side, or a name or role that was said. */
function ownerWasSaid(
  owner: string,
  side: 'ours' | 'theirs',
  sentences: SpokenSentence[],
  { people }: WriterInput,
): boolean {
  const parties = people.filter(
    (person) =>
      person.name?.toLowerCase() === owner.toLowerCase() ||
      person.email?.toLowerCase() === owner.toLowerCase(),
  )
  const person = parties[0] ?? personNamed(owner, people)
  if (parties.length > 0 || person)
    return (parties.length > 0 ? parties : [person!]).some(
      (one) => one.side === side || one.side === 'unknown',
    )
  return sentences.some((sentence) => sentence.text.toLowerCase().includes(owner.toLowerCase()))
}

/** The words were said, and reckoned from the call's day in the call's zone they give this date. */
function dueWasSaid(item: ActionItem, sentences: SpokenSentence[], { call }: WriterInput): boolean {
  if (item.dueDate === null && item.dueWords === null) return true
  const words = item.dueWords
  if (words !== null && !sentences.some((sentence) => normal(sentence.text).includes(normal(words))))
    return cleanedWordsSaid(words, sentences) && dateSaid(item.dueDate, sentences, call)
  return dateSaid(item.dueDate, sentences, call)
}

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[\s,.]+/g, ' ')
    .trim()

/** Fillers within the words ("by, um, Thursday") were taken out: every word was said then, in this order. */
function cleanedWordsSaid(words: string, sentences: SpokenSentence[]): boolean {
  const wanted = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return sentences.some((sentence) => {
    const said = sentence.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    let at = 0
    for (const word of said) if (word === wanted[at]) at++
    return wanted.length > 0 && at === wanted.length
  })
}

export const spokenBy = (
  side: 'ours' | 'theirs',
  sentences: SpokenSentence[],
  transcript: Transcript,
): boolean => sentences.some((sentence) => [side, 'unknown'].includes(transcript.sideOf(sentence)))

export function dateSaid(
  date: string | null,
  sentences: SpokenSentence[],
  call: WriterInput['call'],
): boolean {
  if (date === null) return true
  const today = callDay(call.startedAt, call.timeZone)
  return sentences.some((sentence) => saidDates(sentence.text, today).some((said) => said.date === date))
}
