import type { Evidence, FollowUpContent, MailSentence, Recipient } from '../api/types.ts'

/**
 * A change that a person made. It knows how to put itself into whatever the follow-up has become meanwhile, so that a
 * change by someone else is never undone by accident; null = the place it was made at is gone.
 */
export interface Edit {
  /** Completes "Your change of … was not saved". */
  what: string
  /** What was typed, to be kept whatever happens. */
  typed: string
  apply: (content: FollowUpContent) => Partial<FollowUpContent> | null
  /** How to put it in although its place is gone. */
  anyway?: (content: FollowUpContent) => Partial<FollowUpContent>
}

type ListName = 'sentences' | 'items' | 'questions' | 'decisions' | 'notes'
type Entry<Name extends ListName> = FollowUpContent[Name][number]

const NAMES: Record<ListName, string> = {
  sentences: 'a sentence',
  items: 'a promise',
  questions: 'a question',
  decisions: 'a decision',
  notes: 'a note',
}

/** Changes one entry, found by its place and its words; null from `change` takes it out. */
export function changeEntry<Name extends ListName>(
  list: Name,
  index: number,
  before: string,
  change: (entry: Entry<Name>) => Entry<Name> | null,
  typed = '',
): Edit {
  return {
    what: NAMES[list],
    typed,
    apply: (content) => {
      const entries: Entry<Name>[] = [...content[list]]
      const at = entries[index]?.text === before ? index : entries.findIndex((entry) => entry.text === before)
      const entry = entries[at]
      if (!entry) return null
      const changed = change(entry)
      entries.splice(at, 1, ...(changed ? [changed] : []))
      return { [list]: entries }
    },
    ...(typed ? { anyway: addTyped(list, typed, index) } : {}),
  }
}

/** Adds an entry at the end of its list. */
export function addEntry<Name extends ListName>(list: Name, entry: Entry<Name>): Edit {
  return {
    what: NAMES[list],
    typed: entry.text,
    apply: (content) => ({ [list]: [...content[list], entry] }),
  }
}

/** A person's words for a mail sentence: theirs from now on, on the evidence it had. */
export const rewriteSentence = (index: number, before: string, text: string): Edit =>
  changeEntry(
    'sentences',
    index,
    before,
    (sentence) => ({ ...sentence, text, kind: 'yours', hint: null }),
    text,
  )

/** A person vouches for a sentence that the check did not find in the call. */
export const keepSentence = (index: number, text: string): Edit =>
  changeEntry('sentences', index, text, (sentence) => ({ ...sentence, kind: 'yours', hint: null }))

/** Takes a sentence out; the next one takes over its place in the layout, so that paragraphs stay. */
export function removeSentence(index: number, text: string): Edit {
  return {
    what: NAMES.sentences,
    typed: '',
    apply: ({ sentences }) => {
      const at = sentences[index]?.text === text ? index : sentences.findIndex((each) => each.text === text)
      const gone = sentences[at]
      if (!gone) return null
      return {
        sentences: sentences
          .map((each, place) =>
            place === at + 1 && each.placement === 'continues'
              ? { ...each, placement: gone.placement }
              : each,
          )
          .filter((_, place) => place !== at),
      }
    },
  }
}

/** Adds transcript sentences to those that something rests on. */
export function addEvidence(list: ListName, index: number, before: string, more: Evidence[]): Edit {
  return changeEntry(list, index, before, (entry) => {
    const known = new Set(entry.evidence.map((each) => each.sentence))
    const evidence = [...entry.evidence, ...more.filter((each) => !known.has(each.sentence))].sort(
      (a, b) => a.sentence - b.sentence,
    )
    const vouched = 'kind' in entry && entry.kind === 'unsupported' ? { kind: 'yours' as const } : {}
    return { ...entry, evidence, ...vouched, ...('hint' in entry ? { hint: null } : {}) }
  })
}

/** The mail as a whole, rewritten as text. Where someone else changed it meanwhile, a person decides. */
export function rewriteMail(before: readonly MailSentence[], after: MailSentence[], typed: string): Edit {
  return {
    what: 'the mail',
    typed,
    apply: (content) => (wordsOf(content.sentences) === wordsOf(before) ? { sentences: after } : null),
    anyway: () => ({ sentences: after }),
  }
}

const wordsOf = (sentences: readonly MailSentence[]): string => sentences.map((each) => each.text).join('\n')

export function changeSubject(subject: string): Edit {
  return { what: 'the subject', typed: subject, apply: () => ({ subject }) }
}

export function addRecipient(recipient: Recipient): Edit {
  const known = (to: Recipient[]) =>
    to.some((each) => each.email.toLowerCase() === recipient.email.toLowerCase())
  return {
    what: 'the recipients',
    typed: recipient.email,
    apply: ({ to }) => (known(to) ? {} : { to: [...to, recipient] }),
  }
}

export function removeRecipient(email: string): Edit {
  return {
    what: 'the recipients',
    typed: '',
    apply: ({ to }) => ({ to: to.filter((each) => each.email !== email) }),
  }
}

export function changeNextMeeting(nextMeeting: FollowUpContent['nextMeeting']): Edit {
  return { what: 'the next meeting', typed: nextMeeting?.text ?? '', apply: () => ({ nextMeeting }) }
}

function addTyped(
  list: ListName,
  text: string,
  index: number,
): (content: FollowUpContent) => Partial<FollowUpContent> {
  return (content) => {
    switch (list) {
      case 'sentences':
        // Behind what stands in its place now, not below the signature.
        return {
          sentences: content.sentences.toSpliced(index + 1, 0, {
            text,
            kind: 'yours',
            placement: content.sentences[index]?.placement === 'bullet' ? 'bullet' : 'continues',
            evidence: [],
            hint: null,
          }),
        }
      case 'items':
        return {
          items: [
            ...content.items,
            { side: 'ours', text, owner: null, dueDate: null, dueWords: null, evidence: [], kind: 'yours' },
          ],
        }
      case 'questions':
        return { questions: [...content.questions, { text, evidence: [], askedBy: 'unknown' }] }
      case 'decisions':
        return { decisions: [...content.decisions, { text, evidence: [] }] }
      case 'notes':
        return { notes: [...content.notes, { text, evidence: [] }] }
    }
  }
}
