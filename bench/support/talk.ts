import { callScripts, companyPeople, scriptsFor, timedTurns } from '../../src/simulator/company/company.ts'
import type { StoredSentence } from '../../src/ingest/packed-transcript.ts'

const SPEAKERS = ['6432345678901234567', '7432345678901234561', '5432345678901234562']

let spoken: string[] | undefined

/** Every English sentence of the calls that we wrote: 3,785 of them, 22,528 words, as people talk. */
export function spokenSentences(): string[] {
  spoken ??= scriptsFor(companyPeople(), callScripts)
    .filter((script) => script.language === 'eng')
    .flatMap((script) => timedTurns(script).flatMap(({ sentences }) => sentences.map(({ text }) => text)))
  return spoken
}

/** A call of so many words: sentences in a new order, none twice, so that it compresses as one conversation does. */
export function longTalk(words: number, random: () => number): StoredSentence[] {
  const left = [...spokenSentences()]
  const talk: StoredSentence[] = []
  for (let said = 0, at = 4_000; said < words && left.length > 0;) {
    const place = Math.floor(random() * left.length)
    const text = left[place]!
    left[place] = left.at(-1)!
    left.pop()
    const count = text.split(' ').length
    const endMs = at + count * 400 + Math.floor(random() * 200)
    talk.push({ speakerId: SPEAKERS[Math.floor(random() * 3)]!, startMs: at, endMs, text })
    said += count
    at = endMs + 450 + Math.floor(random() * 900)
  }
  return talk
}

/** The same numbers for the same seed, so that two runs measure the same. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
