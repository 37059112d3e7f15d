import { mailDate, zoneName } from '../dates/mail-date.ts'
import { saidDates, saidTimes } from '../dates/said-dates.ts'
import { callDay } from '../dates/said-date.ts'
import { namesOfParties } from '../parties.ts'
import type { SpokenSentence, WriterInput } from '../writer.ts'
import { numbersIn } from './numbers.ts'

/** What can be checked about a text word by word. */
export interface Said {
  /** The cited sentences. */
  sentences: SpokenSentence[]
  input: WriterInput
  language: string
}

const LINK =
  /(?:https?:\/\/|www\.)[^\s<>"')\]]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|co|ai|app|dev|de|jp|eu|ru|cn|xyz|info|biz|ly|me|link|click|top|site|online|shop|page|example)(?:\/[^\s<>"')\]]*)?\b|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi

const linksIn = (text: string): string[] => text.match(LINK) ?? []

/** The links of a text that nobody on the call said. */
export function foreignLinks(text: string, input: WriterInput): string[] {
  const links = linksIn(text)
  if (links.length === 0) return links
  const said = input.sentences.map((sentence) => sentence.text.toLowerCase()).join('\n')
  const addresses = new Set(input.people.flatMap(({ email }) => (email ? [email.toLowerCase()] : [])))
  return links.filter((link) => !said.includes(link.toLowerCase()) && !addresses.has(link.toLowerCase()))
}

/** Why a text does not follow from the sentences it cites, in words for the rep; null when all of it does. */
export function unsupportedFact(text: string, said: Said): string | null {
  const foreign = foreignLinks(text, said.input)[0]
  if (foreign) return `The link ${foreign} was not said on the call.`
  const rest = withoutResolvedDates(text, said)
  return (
    unsaidNumber(rest, said) ??
    unsaidCalendarWord(rest, said) ??
    unsaidCurrency(rest, said) ??
    unsaidName(rest, said) ??
    unrelated(rest, said)
  )
}

/** Why a subject says more than the call: it has no evidence of its own, the whole call is its evidence. */
export function unsaidInSubject(subject: string, input: WriterInput): string | null {
  // Most subjects hold no figure, and then the whole call need not be read.
  if (
    numbersIn(subject).length === 0 &&
    linksIn(subject).length === 0 &&
    !CURRENCIES.some(([pattern]) => pattern.test(subject))
  )
    return null
  const said: Said = { sentences: input.sentences, input, language: 'de' }
  const rest = withoutResolvedDates(subject, said)
  return foreignLinks(subject, input)[0] ?? unsaidNumber(rest, said) ?? unsaidCurrency(rest, said)
}

const spoken = ({ sentences }: Said): string => sentences.map((sentence) => sentence.text).join('\n')

/** "Thursday, 26 November" is the resolved form of "by Thursday"; what follows from words said is taken out first. */
function withoutResolvedDates(text: string, { sentences, input, language }: Said): string {
  // A resolved day and a clock time hold a digit; reading every cited sentence for dates is most of the check's work.
  if (!/\d/.test(text)) return text
  const today = callDay(input.call.startedAt, input.call.timeZone)
  let rest = text
  for (const { text: words } of sentences) {
    for (const { date, weekOf } of saidDates(words, today)) {
      for (const day of [date, weekOf]) {
        if (day === null) continue
        if (rest.includes('(')) rest = rest.replaceAll(`(${zoneName(input.call.timeZone, day)})`, ' ')
        // However a day is written, its number is in it; to write it in four languages takes longer than all the rest.
        if (!rest.includes(String(Number(day.slice(-2))))) continue
        for (const tongue of new Set([language.slice(0, 2), 'en', 'de', 'ja'])) {
          for (const year of [today.year, 0]) rest = rest.replaceAll(mailDate(day, tongue, year), ' ')
        }
        rest = rest.replaceAll(day, ' ')
      }
    }
    for (const time of saidTimes(words))
      rest = rest
        .replaceAll(time, ' ')
        .replaceAll(`${time.replace(/^0/, '')}`, ' ')
        .replaceAll(japaneseClock(time), ' ')
  }
  return rest
}

const japaneseClock = (time: string): string => {
  const [hour, minute] = time.split(':').map(Number)
  return minute === 0 ? `${hour}時` : `${hour}時${minute}分`
}

function unsaidNumber(text: string, said: Said): string | null {
  const allowed = new Set(numbersIn(spoken(said)))
  const title = new Set(numbersIn(said.input.call.title ?? ''))
  const wrong = numbersIn(text).find((number) => !allowed.has(number) && !title.has(number))
  return wrong === undefined ? null : `The number ${wrong} is not in the sentences this rests on.`
}

const CALENDAR =
  /(?<!\p{L})(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|march|april|june|july|august|september|october|november|december|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|januar|februar|märz|juni|juli|oktober|dezember|tomorrow|übermorgen|q[1-4])(?!\p{L})|[月火水木金土日]曜|明日|来週|再来週|今週|来月/giu

function unsaidCalendarWord(text: string, said: Said): string | null {
  const words = spoken(said).toLowerCase()
  const wrong = (text.match(CALENDAR) ?? []).find(
    (word) => !words.includes(word.toLowerCase().replace(/s$/, '')),
  )
  return wrong ? `The date with "${wrong}" does not follow from the sentences this rests on.` : null
}

const CURRENCIES: [RegExp, string][] = [
  [/€|\beur(?:o|os)?\b|ユーロ/i, 'euros'],
  [/\$|\busd\b|\bdollars?\b|\bbucks\b|ドル/i, 'dollars'],
  [/£|\bgbp\b|\bpounds?\b|\bquid\b|\bpfund\b|ポンド/i, 'pounds'],
  [/¥|￥|\bjpy\b|\byen\b|円/i, 'yen'],
  [/\bchf\b|\bfrancs?\b|\bfranken\b/i, 'francs'],
  [/%|\bper ?cent\b|\bprozent\b|パーセント|％/i, 'percent'],
]

function unsaidCurrency(text: string, said: Said): string | null {
  const words = spoken(said)
  const wrong = CURRENCIES.find(([pattern]) => pattern.test(text) && !pattern.test(words))
  return wrong ? `Nobody spoke of ${wrong[1]} in the sentences this rests on.` : null
}

const OWN_WORDS = new Set(
  'i you we our your they their us yes no hi hello dear thanks thank regards best kind sincerely cheers team finance legal procurement security it engineering product support marketing hr operations'.split(
    ' ',
  ),
)

/** Names stand out by their capital letter, but not in German, and Japanese has none. */
function unsaidName(text: string, said: Said): string | null {
  if (/^(?:de|ja|zh|ko|th|lb)/.test(said.language)) return null
  const words = spoken(said).toLowerCase()
  const known = namesOfParties(said.input)
  const title = (said.input.call.title ?? '').toLowerCase()
  for (const match of text.matchAll(/\p{Lu}[\p{L}\p{N}'’-]*/gu)) {
    const name = match[0].replace(/['’]s$/, '')
    const begins = /(?:^|[.!?:]\s+|["“(]|^-\s*)$/.test(text.slice(0, match.index))
    const lower = name.toLowerCase()
    if (begins && !known.has(lower) && !isNameLike(name, text)) continue
    if (known.has(lower) || words.includes(lower) || title.includes(lower) || OWN_WORDS.has(lower)) continue
    return `The name ${name} is not in the sentences this rests on.`
  }
  return null
}

/** At a sentence's start a capital proves nothing, unless somebody acts there: "Karla will send …". */
const isNameLike = (word: string, text: string): boolean =>
  new RegExp(`^[-\\s]*${word} (?:will|agreed|promised|is going|said|asked|offered|confirmed)\\b`).test(
    text,
  ) && !/^(?:we|you|i|it|this|that|they|our|your|he|she|there|who|legal|finance|everyone|both)$/i.test(word)

/** A text that shares not one word of content with what it cites cites the wrong place. */
function unrelated(text: string, said: Said): string | null {
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(text)) {
    const own = pairs(text)
    const theirs = pairs(spoken(said))
    return own.size === 0 || theirs.size === 0 || [...own].some((pair) => theirs.has(pair)) ? null : UNRELATED
  }
  const parties = namesOfParties(said.input)
  const own = stems(
    text
      .replace(/\p{L}+/gu, (word) =>
        parties.has(word.toLowerCase()) ||
        /^(?:will|with|from|that|this|your|ours?|meeting|next|planned|week)$/i.test(word)
          ? ' '
          : word,
      )
      .replace(CALENDAR, ' '),
  )
  const theirs = stems(spoken(said))
  return own.size < 2 || [...own].some((stem) => theirs.has(stem)) ? null : UNRELATED
}

const UNRELATED = 'The sentences this rests on speak of something else.'

const stems = (value: string): Set<string> =>
  new Set((value.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, 4)))

const pairs = (value: string): Set<string> =>
  new Set(
    [...value]
      .slice(1)
      .map((char, i) => [...value][i]! + char)
      .filter((pair) => /^[\u30a0-\u30ff\u4e00-\u9fff]{2}$/.test(pair)),
  )
