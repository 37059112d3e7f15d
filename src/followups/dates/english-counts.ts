/** Number words as dates and times use them; the place is the value. */
export const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** "three", "3", "a" as a number. */
export function countOf(word: string): number {
  const lower = word.toLowerCase()
  if (/^\d/.test(lower)) return Number(lower)
  if (lower === 'a' || lower === 'an') return 1
  const tens: Record<string, number> = { fourteen: 14, fifteen: 15, twenty: 20, thirty: 30 }
  return tens[lower] ?? NUMBERS.indexOf(lower)
}
