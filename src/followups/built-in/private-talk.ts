import type { Person, SpokenSentence } from '../writer.ts'
import { firstName } from '../parties.ts'

type Side = 'ours' | 'theirs' | 'unknown'

/** Speaking to someone who has just come: from here on the customer listens. */
const WELCOME =
  /\b(?:hi|hello|hey|welcome|good (?:morning|afternoon|evening)|nice to (?:meet|see)|great to (?:meet|see)|thanks? (?:you )?(?:so much |all |everyone |both )?for (?:joining|making|taking|coming|having)|can you hear|guten (?:morgen|tag|abend)|hallo|grüß|willkommen|schön,? dass|vielen dank,? dass)\b|(?:おはよう|こんにちは|お世話になっ|ありがとうございます|よろしくお願い)/iu

const GOODBYE =
  /\b(?:bye|goodbye|take care|talk (?:to you )?(?:soon|later|then)|speak soon|see you|have a (?:great|good|nice)|thanks,? everyone|cheers|auf wiederhören|tschüss|schönen (?:tag|abend|feierabend)|bis (?:dann|bald|nächste|dienstag|montag|mittwoch|donnerstag|freitag))\b|(?:失礼(?:いた)?します|さようなら|ありがとうございました)/iu

/** Words by which people make sure that the customer does not hear them. */
const ASIDE =
  /\b(?:between (?:us|ourselves|you and me)|(?:don'?t|do not|let'?s not|please don'?t) (?:tell|mention|share|say)(?: (?:that|this|it))? (?:to |with )?(?:them|him|her|the customer|the client)|(?:are|have) they (?:gone|left|dropped|off|still (?:on|here|there))|(?:they|he|she)(?:'s| is|'re| are|'ve| have| has)? (?:gone|left|dropped(?: off)?|on mute|muted|not back|away|off the (?:call|line))|while (?:they|he|she)(?:'re| are|'s| is)? (?:away|gone|out|off|on mute|fetching|getting)|can(?:'t| they| he| she) hear|internal(?:ly)?(?: only)?[,:]|for internal|our (?:floor|margin|walk-?away|bottom line)|floor price|walk-?away price|off the record|stays? (?:between|in this room|with us)|just us (?:now|here)|is it just us|unter uns|intern gesagt|sind (?:sie|die) (?:weg|raus)|hören (?:sie|die) uns|sag(?:en)? (?:das|ihm|ihr|ihnen) (?:bitte )?nicht)\b|(?:ここだけの話|社内だけ|先方には(?:言わ|伝え)ない|お客様には(?:言わ|伝え)ない|聞こえてい?ません)/iu

/** Of these one is enough even when nobody of ours answers; the others may also be said to a customer, about others. */
const PLAIN_ASIDE =
  /\b(?:(?:don'?t|do not|let'?s not) (?:tell|mention (?:that |this |it )?to|share (?:that|this|it) with) (?:them|him|her|the customer|the client)|(?:are|have) they (?:gone|left|dropped)|our (?:floor|margin|walk-?away|bottom line)|floor price|walk-?away price|is it just us|just us (?:now|here)|unter uns|hören (?:sie|die) uns)\b|(?:ここだけの話|社内だけ|先方には(?:言わ|伝え)ない|お客様には(?:言わ|伝え)ない)/iu

/**
 * Which sentences were said among our own side only: before the first customer was greeted, after the last one left,
 * and asides in between where our people make clear that the customer does not hear them.
 * @returns places in `sentences`
 */
export function privateSentences(sentences: SpokenSentence[], sides: Side[], people: Person[]): Set<number> {
  const hidden = new Set<number>()
  const hide = (from: number, to: number): void => {
    for (let i = from; i < to; i++) hidden.add(i)
  }
  const firstGuest = sides.findIndex((side) => side !== 'ours')
  if (firstGuest === -1) return new Set(sentences.keys())
  const lastGuest = sides.findLastIndex((side) => side !== 'ours')

  hide(0, customersArrive(sentences, firstGuest, people))
  hide(customersLeave(sentences, lastGuest), sentences.length)
  for (const [from, to] of ownStretches(sides, firstGuest, lastGuest)) {
    const stretch = sentences.slice(from, to)
    const cue = new Set(stretch.map((sentence) => sentence.speaker)).size > 1 ? ASIDE : PLAIN_ASIDE
    const aside = stretch.findIndex((sentence) => cue.test(sentence.text))
    if (aside !== -1) hide(from + asideStart(sentences, from, from + aside), to)
  }
  return hidden
}

/** The sentence from which a customer is present. Talk of two colleagues before it is theirs alone. */
function customersArrive(sentences: SpokenSentence[], firstGuest: number, people: Person[]): number {
  const guests = people
    .filter((person) => person.side === 'theirs' && person.name)
    .map((person) => firstName(person.name!).toLowerCase())
  const colleagues = people
    .filter((person) => person.side === 'ours' && person.name)
    .map((person) => firstName(person.name!).toLowerCase())
  const before = sentences.slice(0, firstGuest)
  const speakers = new Set(before.map((sentence) => sentence.speaker))
  const aside = before.findLastIndex((sentence) => ASIDE.test(sentence.text))
  const welcome = before.findIndex((sentence, i) => {
    if (i <= aside || !WELCOME.test(sentence.text)) return false
    const text = sentence.text.toLowerCase()
    const toGuest = guests.some((name) => text.includes(name))
    const toColleague = colleagues.some((name) =>
      new RegExp(`(?:hi|hey|hello|morning),? ${escape(name)}\\b`).test(text),
    )
    return toGuest || (!toColleague && (speakers.size === 1 || i >= before.length - 4))
  })
  if (welcome !== -1) return welcome
  // A single rep who waits alone speaks to the recording: nothing of it belongs into a mail, little of it matters.
  return speakers.size > 1 || aside !== -1 ? firstGuest : Math.max(0, firstGuest - 3)
}

/** The sentence from which only our side is left: after the goodbyes around the last customer's words. */
function customersLeave(sentences: SpokenSentence[], lastGuest: number): number {
  const rest = sentences.slice(lastGuest + 1)
  const aside = rest.findIndex((sentence) => ASIDE.test(sentence.text))
  const lastWords = sentences
    .slice(Math.max(0, lastGuest - 2), lastGuest + 1)
    .some((sentence) => GOODBYE.test(sentence.text))
  if (lastWords) {
    // Our own goodbye may follow theirs; what comes after it does not reach them.
    const ownBye = rest.slice(0, 3).findIndex((sentence) => GOODBYE.test(sentence.text))
    return lastGuest + 1 + (ownBye === -1 ? 0 : ownBye + 1)
  }
  const bye = rest.findIndex((sentence) => GOODBYE.test(sentence.text))
  const ends = [aside, bye === -1 ? -1 : bye + 1].filter((at) => at !== -1)
  return ends.length > 0 ? lastGuest + 1 + Math.min(...ends) : sentences.length
}

/** Runs of sentences between two customers' words in which only our side speaks. */
function ownStretches(sides: Side[], from: number, to: number): [number, number][] {
  const stretches: [number, number][] = []
  for (let i = from; i <= to; i++) {
    if (sides[i] !== 'ours') continue
    const start = i
    while (i <= to && sides[i] === 'ours') i++
    stretches.push([start, i])
  }
  return stretches
}

/** An aside begins where another of our people starts to speak; one person's own words right before it count too. */
function asideStart(sentences: SpokenSentence[], from: number, aside: number): number {
  let start = aside
  while (start > from && sentences[start - 1]!.speaker === sentences[aside]!.speaker && aside - start < 2)
    start--
  return start - from
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
