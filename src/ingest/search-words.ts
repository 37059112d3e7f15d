const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Postgres refuses a text-search document above 1 MB; this keeps even four-byte letters below it. */
const MAX_LETTERS = 200_000

/**
 * A text as space-separated words for `to_tsvector('simple', …)`: Postgres itself finds no words in Japanese.
 * Search terms go through the same cut, so that both sides agree.
 */
export function searchWords(text: string): string {
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text.slice(0, MAX_LETTERS).normalize('NFKC')))
    if (isWordLike) words.push(segment.toLowerCase())
  return words.join(' ')
}

/** A prefix query of all words, such as `price:* & sso:*`; null when there is no word in it. */
export function searchQuery(text: string): string | null {
  const words = searchWords(text).split(' ').filter(Boolean)
  return words.length === 0
    ? null
    : words.map((word) => `'${word.replaceAll("'", "''").replaceAll('\\', '')}':*`).join(' & ')
}
