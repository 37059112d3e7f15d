import { sql, type RawBuilder } from 'kysely'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Postgres refuses a text-search document above 1 MB; this keeps even four-byte letters below it. */
const MAX_LETTERS = 200_000
/** Postgres refuses a word above 2046 bytes. Nobody looks for the end of one that long. */
const MAX_WORD_LETTERS = 200

/** Nearly every run of a European language: the segmenter finds the same word in it, at ten times the cost. */
const PLAIN_WORD = /^([A-Za-z0-9À-ÖØ-öø-ÿ]+)[.,!?]?$/

/** The words of a text, each once. Postgres itself finds none in Japanese, and cuts "don't" and "1,000" apart. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  // Each run of letters once: no word goes over a space, and a long call repeats itself (six times faster, measured).
  const runs = new Set(text.slice(0, MAX_LETTERS).normalize('NFKC').split(/\s+/u))
  const add = (word: string): unknown =>
    words.add(word.toLowerCase().slice(0, MAX_WORD_LETTERS).toWellFormed())
  for (const run of runs) {
    const word = PLAIN_WORD.exec(run)?.[1]
    if (word !== undefined) add(word)
    else for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike) add(segment)
  }
  return [...words]
}

/** A text as `tsvector`. Search terms go through the same cut, and no parser of Postgres's lies between. */
export function searchVector(text: string): RawBuilder<string> {
  return sql<string>`array_to_tsvector(${wordsOf(text)}::text[])`
}

/** More words than these are a pasted text, of which the first are enough to find a call. */
const MOST_TERMS = 10

/**
 * A prefix query for each word, such as `'price':*`, to be matched one by one: a name may stand among the people and a
 * word in the transcript. Empty when there is no word in the text.
 */
export function searchTerms(text: string): string[] {
  return wordsOf(text)
    .slice(0, MOST_TERMS)
    .map((word) => `${quoted(word)}:*`)
}

/** The word that a term of {@link searchTerms} looks for. */
export function wordOf(term: string): string {
  return term.slice(1, -":*'".length).replaceAll("''", "'").replaceAll('\\\\', '\\')
}

/** As Postgres reads a quoted lexeme: a quote and a backslash count when doubled. */
function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
