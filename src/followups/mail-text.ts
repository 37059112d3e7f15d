import type { FollowUpContent, MailSentence } from './follow-up-shapes.ts'

/** Languages written without a space between sentences. */
const NO_SPACE = /^(?:ja|zh|th)\b/i

/**
 * The mail as plain text, exactly as it would leave. Sentences marked `unsupported` are left out: nothing that failed
 * the check leaves without a person having made it theirs. A heading whose bullets all fell away goes with them.
 */
export function mailText(content: Pick<FollowUpContent, 'sentences' | 'language'>): string {
  const sentences = withoutEmptyHeadings(
    content.sentences.filter((sentence) => sentence.kind !== 'unsupported'),
    content.sentences,
  )
  const space = NO_SPACE.test(content.language) ? '' : ' '
  let text = ''
  sentences.forEach((sentence, i) => {
    const previous = sentences[i - 1]
    text +=
      (previous ? between(previous, sentence, space) : '') +
      (sentence.placement === 'bullet' ? '- ' : '') +
      sentence.text.trim()
  })
  return text
}

function between(previous: MailSentence, sentence: MailSentence, space: string): string {
  switch (sentence.placement) {
    case 'paragraph':
      return '\n\n'
    case 'continues':
      // A sentence cannot continue a list: it would read as part of its last point.
      return previous.placement === 'bullet' ? '\n\n' : space
    case 'bullet':
    case 'line':
      return '\n'
  }
}

/** Drops a line that only announced bullets ("Next steps on our side:") when none of its bullets is left. */
function withoutEmptyHeadings(kept: MailSentence[], all: MailSentence[]): MailSentence[] {
  return kept.filter((sentence, i) => {
    if (sentence.kind !== 'courtesy' || !/[:：]$/.test(sentence.text.trim())) return true
    const announced = all[all.indexOf(sentence) + 1]?.placement === 'bullet'
    return !announced || kept[i + 1]?.placement === 'bullet'
  })
}
