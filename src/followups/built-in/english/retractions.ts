import { englishDue } from '../../dates/english-due.ts'
import type { CallDay } from '../../dates/said-date.ts'
import { overlap } from '../found.ts'
import type { FoundPromise } from '../found.ts'
import type { Line } from '../talk.ts'
import { replyTo } from './replies.ts'
import { dueInMail } from './due-in-mail.ts'
import { keysOf } from './words.ts'

const TAKEN_BACK =
  /\b(?:scratch that|forget (?:about )?(?:the|that|it|what i said)|never ?mind|no need (?:to|for)|(?:don'?t|do not) (?:bother|worry about)|(?:you|we|i) (?:don'?t|do not|won'?t) (?:need|have) to|hold off|let'?s not|not (?:be )?necessary|take (?:that|it) back|on second thought|skip (?:the|that)|(?:we|i|you) (?:don'?t|won'?t|no longer) need|cancel (?:that|the)|leave (?:out )?(?:the|that) (?:out|for now)|won'?t be (?:able|sending|needed)|i can'?t (?:actually )?(?:send|share|do))\b/i
const DONE =
  /\b(?:i(?:'ve| have)?|we(?:'ve| have)?|you(?:'ve| have)) (?:just |already )+(?:sent|shared|forwarded|emailed|got|have|received|done|put|dropped|added|booked)\b|\b(?:it|that)(?:'s| is| has been) (?:already )?(?:in your inbox|in the chat|sent|done)\b|\bjust (?:sent|dropped|shared|put) (?:it|that|them|you)\b|\b(?:got|have|received) it,? (?:thanks|thank you)\b/i
const MOVED =
  /\b(?:actually|make (?:that|it)|instead|rather|sorry|correction|let'?s say|better|move (?:that|it)|push (?:that|it)|can we (?:do|make|say)|could we (?:do|make|say)|i meant|won'?t (?:make|manage)|realistically|more like|too (?:early|soon|tight))\b/i

/**
 * What was taken back, done on the spot or moved to another day later in the call: only the last position counts.
 * @returns the promises that still stand, with their final dates
 */
export function afterRetractions(promises: FoundPromise[], lines: Line[], today: CallDay): FoundPromise[] {
  let standing = [...promises]
  lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder) return
    const earlier = standing.filter(
      (promise) => Math.max(...promise.lines.map((one) => one.index)) < line.index,
    )
    if (earlier.length === 0) return
    const itself = standing.some((promise) => promise.lines.some((one) => one.index === line.index))
    if (TAKEN_BACK.test(line.text) || DONE.test(line.text)) {
      const gone = meant(earlier, line, lines, at)
      if (
        gone &&
        !(DONE.test(line.text) && gone.side !== line.side && !/\bgot|have|received\b/i.test(line.text))
      )
        standing = standing.filter((promise) => promise !== gone)
    } else if (!itself && MOVED.test(line.text)) {
      const due = englishDue(line.text, today)
      const moved = due?.date
        ? meant(
            earlier.filter((promise) => promise.due !== null),
            line,
            lines,
            at,
          )
        : null
      if (!due || !moved || moved.due?.date === due.date) return
      // A question moves nothing unless the other side agrees.
      const reply = line.text.includes('?') ? replyTo(at, lines) : null
      if (reply && reply.kind !== 'yes') return
      const sentence = moved.sentence.replace(`${dueInMail(moved.due, today)}.`, `${dueInMail(due, today)}.`)
      const changed = {
        ...moved,
        due,
        sentence,
        lines: [...moved.lines, line, ...(reply?.line ? [reply.line] : [])],
      }
      standing = standing.map((promise) => (promise === moved ? changed : promise))
    }
  })
  return standing
}

/** The promise that a later sentence speaks of: by its words, else the one just before. */
function meant(earlier: FoundPromise[], line: Line, lines: Line[], at: number): FoundPromise | null {
  if (earlier.length === 0) return null
  const keys = keysOf(line.text)
  const named = earlier
    .map((promise) => ({ promise, share: shareNamed(promise.keys, keys) }))
    .filter(({ share }) => share > 0)
  named.sort((a, b) => b.share - a.share || lastLine(b.promise) - lastLine(a.promise))
  if (named[0] && named[0].share >= 0.5) return named[0].promise
  // "Scratch that" points at what was said just before; a sentence with an object of its own does not.
  const pointing =
    /\b(?:that|it|this|them|never ?mind|instead|sorry|actually|correction|realistically|better|already|just)\b/i.test(
      line.text,
    )
  const last = earlier.reduce((a, b) => (lastLine(b) >= lastLine(a) ? b : a))
  const near = at - lines.findIndex((one) => one.index === lastLine(last)) <= 4
  return pointing && near && keys.size <= 4 ? last : null
}

const lastLine = (promise: FoundPromise): number => Math.max(...promise.lines.map((line) => line.index))

function shareNamed(promise: Set<string>, line: Set<string>): number {
  return promise.size === 0 ? 0 : overlap(promise, line)
}

/** One promise said twice, or asked for and then confirmed, or repeated in a recap at the end, is one promise. */
export function merged(promises: FoundPromise[]): FoundPromise[] {
  const kept: FoundPromise[] = []
  for (const promise of promises) {
    const twin = kept.findIndex((earlier) => sameDeed(earlier, promise))
    if (twin === -1) kept.push(promise)
    else kept[twin] = together(kept[twin]!, promise)
  }
  return kept
}

function sameDeed(a: FoundPromise, b: FoundPromise): boolean {
  if (a.side !== b.side) return false
  if (a.owner && b.owner && nameOf(a) !== nameOf(b)) return false
  const sharedLine = a.lines.some((line) => b.lines.includes(line))
  const alike = overlap(a.keys, b.keys)
  if (sharedLine && alike >= 0.34) return true
  return alike >= (Math.min(a.keys.size, b.keys.size) === 1 ? 1 : 0.6)
}

const nameOf = ({ owner }: FoundPromise): string | null =>
  typeof owner === 'string' ? owner.toLowerCase() : (owner?.name ?? owner?.email ?? null)

function together(a: FoundPromise, b: FoundPromise): FoundPromise {
  const fuller = b.keys.size > a.keys.size + 1 ? b : a
  const due = b.due?.date ? b.due : (a.due ?? b.due)
  const owner = a.owner ?? b.owner
  return {
    ...fuller,
    owner,
    due,
    lines: [...new Set([...a.lines, ...b.lines])],
    keys: new Set([...a.keys, ...b.keys]),
  }
}
