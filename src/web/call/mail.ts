import type { MailSentence } from '../api/types.ts'

/** A sentence and its place in the follow-up's list. */
export interface Placed {
  index: number
  sentence: MailSentence
}
export type Block = { kind: 'paragraph'; lines: Placed[][] } | { kind: 'list'; items: Placed[] }

/** Lays the sentences out as a mail: paragraphs of lines, and lists of points. */
export function layOut(sentences: readonly MailSentence[]): Block[] {
  const blocks: Block[] = []
  sentences.forEach((sentence, index) => {
    const placed = { index, sentence }
    const last = blocks.at(-1)
    if (sentence.placement === 'bullet') {
      if (last?.kind === 'list') last.items.push(placed)
      else blocks.push({ kind: 'list', items: [placed] })
    } else if (last?.kind !== 'paragraph' || sentence.placement === 'paragraph') {
      // A sentence cannot continue a list: it would read as part of its last point (so does the server's layout).
      blocks.push({ kind: 'paragraph', lines: [[placed]] })
    } else if (sentence.placement === 'line') {
      last.lines.push([placed])
    } else {
      last.lines.at(-1)?.push(placed)
    }
  })
  return blocks
}

/** Languages written without a space between sentences (the same as on the server). */
const NO_SPACE = /^(?:ja|zh|th)\b/i
export const spaceOf = (language: string): string => (NO_SPACE.test(language) ? '' : ' ')

/**
 * The mail as HTML for pasting into a mail program: plain tags, no styles, everything escaped. It is made from the
 * server's text, which is exactly what would leave.
 */
export function toHtml(mailText: string): string {
  return mailText
    .split(/\n{2,}/)
    .map((paragraph) => {
      const blocks: { bullets: boolean; lines: string[] }[] = []
      for (const line of paragraph.split('\n')) {
        const bullets = line.startsWith('- ')
        const last = blocks.at(-1)
        const text = escape(bullets ? line.slice(2) : line)
        if (last?.bullets === bullets) last.lines.push(text)
        else blocks.push({ bullets, lines: [text] })
      }
      return blocks
        .map(({ bullets, lines }) =>
          bullets
            ? `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`
            : `<p>${lines.join('<br>')}</p>`,
        )
        .join('')
    })
    .join('')
}

/** The mail as text that a person edits freely; {@link fromText} reads it back. */
export function toText(sentences: readonly MailSentence[], language: string): string {
  return layOut(sentences)
    .map((block) =>
      block.kind === 'list'
        ? block.items.map((placed) => `- ${trimmed(placed)}`).join('\n')
        : block.lines.map((run) => run.map(trimmed).join(spaceOf(language))).join('\n'),
    )
    .join('\n\n')
}

const trimmed = ({ sentence }: Placed): string => sentence.text.trim()

/**
 * Reads a freely edited mail. Sentences that stand as they stood keep their kind and evidence; a changed one becomes
 * the person's own and keeps the evidence of the sentence it most resembles; a new one is the person's own.
 */
export function fromText(text: string, before: readonly MailSentence[], language: string): MailSentence[] {
  const left = [...before]
  const runs = text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .flatMap((paragraph) => paragraph.split('\n').map((line, at) => ({ line, startsParagraph: at === 0 })))
    .filter(({ line }) => line.trim() !== '')
  const parsed = runs.flatMap(({ line, startsParagraph }) => {
    const bullet = /^\s*[-*•]\s+/.exec(line)
    const first = bullet ? 'bullet' : startsParagraph ? 'paragraph' : 'line'
    return splitLine(line.slice(bullet?.[0].length ?? 0), left, language).map((sentence, at) => ({
      ...sentence,
      placement: at === 0 ? (first as MailSentence['placement']) : ('continues' as const),
    }))
  })
  return parsed.map((sentence) =>
    sentence.kind === 'yours' && sentence.evidence.length === 0 ? inherit(sentence, left) : sentence,
  )
}

/** Takes known sentences out of a line as they are; what stands between them is the person's own. */
function splitLine(line: string, left: MailSentence[], language: string): MailSentence[] {
  const found = left
    .map((sentence) => ({ sentence, at: line.indexOf(sentence.text.trim()) }))
    .filter(({ at }) => at >= 0)
    // Of two that begin at one place the longer is meant.
    .sort((a, b) => a.at - b.at || b.sentence.text.length - a.sentence.text.length)[0]
  if (!found) return ownSentences(line, language)
  left.splice(left.indexOf(found.sentence), 1)
  const end = found.at + found.sentence.text.trim().length
  return [
    ...ownSentences(line.slice(0, found.at), language),
    found.sentence,
    ...splitLine(line.slice(end), left, language),
  ]
}

function ownSentences(text: string, language: string): MailSentence[] {
  if (text.trim() === '') return []
  return [...new Intl.Segmenter(safeLanguage(language), { granularity: 'sentence' }).segment(text)]
    .map(({ segment }) => segment.trim())
    .filter(Boolean)
    .map((segment) => ({ text: segment, kind: 'yours', placement: 'continues', evidence: [], hint: null }))
}

/** Half of the words in common, and it is the same sentence, corrected. */
const ALIKE = 0.5

function inherit(sentence: MailSentence, left: MailSentence[]): MailSentence {
  const closest = left
    .map((old) => ({ old, alike: overlap(old.text, sentence.text) }))
    .sort((a, b) => b.alike - a.alike)[0]
  if (!closest || closest.alike < ALIKE) return sentence
  left.splice(left.indexOf(closest.old), 1)
  return { ...sentence, evidence: closest.old.evidence }
}

function overlap(a: string, b: string): number {
  const [first, second] = [wordsOf(a), wordsOf(b)]
  const common = [...first].filter((word) => second.has(word)).length
  return common / Math.max(1, Math.min(first.size, second.size))
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))

function safeLanguage(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A link that opens the mail in the reader's own mail program. */
export function mailtoOf(mail: { to: { email: string }[]; subject: string; mailText: string }): string {
  const to = mail.to.map((person) => encodeURIComponent(person.email)).join(',')
  // Mail programs want lines to end with CR LF (RFC 6068).
  const body = encodeURIComponent(mail.mailText.replaceAll(/\r?\n/g, '\r\n'))
  return `mailto:${to}?subject=${encodeURIComponent(mail.subject)}&body=${body}`
}
