import { isDeepStrictEqual } from 'node:util'
import type { ActionItem, FollowUpContent, MailSentence } from '../follow-up-shapes.ts'
import type { WriterInput } from '../writer.ts'
import { transcriptOf } from './citations.ts'
import type { Check } from './check-item.ts'
import { checkedSentence } from './check.ts'

/**
 * After a person edited: sentences and items whose words changed, or that are new, are theirs (`yours`); a sentence of
 * their own gets a hint only where it contradicts the evidence it kept. What they left alone keeps its kind, whatever
 * kind the edit claims: nobody makes a sentence `grounded` by saying so.
 */
export function recheckEdited(
  previous: FollowUpContent,
  edited: FollowUpContent,
  input: WriterInput,
): FollowUpContent {
  const check: Check = { input, transcript: transcriptOf(input), language: edited.language }
  return {
    ...edited,
    sentences: edited.sentences.map((sentence) => recheckedSentence(sentence, previous.sentences, check)),
    items: edited.items.map((item) => recheckedItem(item, previous.items)),
  }
}

function recheckedSentence(sentence: MailSentence, before: MailSentence[], check: Check): MailSentence {
  const same = before.find((one) => one.text === sentence.text && sameEvidence(one, sentence))
  // "Keep as mine" is the one change of kind that a person makes without changing the words.
  if (same && sentence.kind !== 'yours') return { ...sentence, kind: same.kind, hint: same.hint }
  return checkedSentence({ ...sentence, kind: 'yours' }, check)
}

function recheckedItem(item: ActionItem, before: ActionItem[]): ActionItem {
  // By value: what comes out of the database has its keys in another order than what a person sends.
  const same = before.find((one) => isDeepStrictEqual({ ...one, kind: null }, { ...item, kind: null }))
  return same && item.kind !== 'yours' ? { ...item, kind: same.kind } : { ...item, kind: 'yours' }
}

const sameEvidence = (a: MailSentence, b: MailSentence): boolean =>
  a.evidence.length === b.evidence.length &&
  a.evidence.every(
    (one, i) => one.sentence === b.evidence[i]!.sentence && one.startMs === b.evidence[i]!.startMs,
  )
