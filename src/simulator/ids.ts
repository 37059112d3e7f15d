import { hash, randomBytes, randomInt } from 'node:crypto'

// Gong documents up to 20 digits; those seen are 18 or 19 and fit a signed 64-bit integer. Ours have 19.
const SMALLEST_ID = 10n ** 18n
const LARGEST_ID = 2n ** 63n - 1n
const ID_COUNT = LARGEST_ID - SMALLEST_ID + 1n

/** A 19-digit id that is always the same for the same words. */
export function idOf(...words: (string | number)[]): string {
  return idFrom(hash('sha256', words.join('\0'), 'buffer'))
}

/** A 19-digit id that nobody had before. */
export function newGongId(): string {
  return idFrom(randomBytes(8))
}

function idFrom(bytes: Buffer): string {
  return String(SMALLEST_ID + (bytes.readBigUInt64BE(0) % ID_COUNT))
}

/** Could Gong have made this id? Longer ones and words draw a 400 there. */
export function isGongId(value: string): boolean {
  return /^\d{1,19}$/.test(value) && BigInt(value) <= LARGEST_ID
}

/** Gong's request ids: 19 characters of base 36. */
export function newRequestId(): string {
  return Array.from({ length: 19 }, (_, place) => randomInt(place === 0 ? 1 : 0, 36).toString(36)).join('')
}

/** A number from 0 to 1 that is always the same for the same words: what decides a record's oddities. */
export function chance(...words: (string | number)[]): number {
  return numberOf(words.join('\0')) / 2 ** 32
}

/** A repeatable source of randomness (mulberry32): enough to vary a demonstration, not for secrets. */
export function randomFrom(seed: string): () => number {
  let state = numberOf(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    return mixed(state) / 2 ** 32
  }
}

// FNV-1a: a page of a hundred calls asks thousands of times, which SHA-256 would make felt.
function numberOf(text: string): number {
  let sum = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1)
    sum = Math.imul(sum ^ text.charCodeAt(place), 0x01000193)
  return mixed(sum)
}

function mixed(state: number): number {
  let bits = Math.imul(state ^ (state >>> 15), 1 | state)
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
  return (bits ^ (bits >>> 14)) >>> 0
}
