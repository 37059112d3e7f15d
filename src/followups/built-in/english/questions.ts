import type { Person } from '../../writer.ts'
import type { FoundQuestion } from '../found.ts'
import type { Line } from '../talk.ts'
import { withoutOpeners, capitalised } from './clean-english.ts'
import { inMailVoice, voiceOf } from './voice.ts'
import { keysOf } from './words.ts'

const LEFT_OPEN =
  /\b(?:(?:i|we)(?:'d| would|'ll| will)? (?:(?:honestly |actually |really |just )?(?:don'?t know|(?:have|need) to (?:check|find out|look|ask|get back|confirm|think|come back))|(?:find out|check|get back|look into|come back|confirm|ask|clarify|take (?:that|it) back)\b)|not (?:quite |entirely |really |100% |a hundred percent )?(?:sure|certain)|no idea|(?:good|great|fair|interesting|tricky|excellent) question|let me (?:check|find out|get back|look|ask|take (?:that|it) (?:back|away)|confirm|come back)|can'?t (?:say|answer|tell)|don'?t have (?:that|the|an?) (?:number|answer|figure|detail|info)|depends on|still (?:open|unclear|to be (?:decided|seen|confirmed))|to be (?:decided|confirmed|determined)|tbd|tbc|(?:i|we) haven'?t (?:decided|discussed|figured|looked)|remains? open|leave (?:that|it) open|off the top of my head)\b/i
const SMALL_TALK =
  /\b(?:how are you|how'?s (?:it going|the weather|everyone|everything|life)|how was (?:your|the)|can (?:you|everyone|everybody) (?:hear|see)|do you (?:hear|see) (?:me|my)|am i (?:on mute|audible)|is (?:everyone|everybody|anyone) (?:here|there|on)|shall we (?:start|begin|wait|get)|should we (?:start|begin|wait)|are we (?:waiting|good|all)|ready\?|does that make sense|make sense\?|you know\?|right\?|any (?:other )?questions|anything else|what do you think|how does that sound|sound(?:s)? good|is that (?:ok|okay|fine|right|fair)|who'?s (?:next|there)|sorry,? (?:what|can you)|did (?:you|i) (?:say|hear|lose)|are you (?:still )?(?:there|ready|here)|may i|mind if|where are you (?:based|calling)|weekend|holiday|vacation|coffee|lunch|weather)\b/i
const ASKS = /\?\s*$/
const ABOUT =
  /^(?:what|which|who|whose|when|where|why|how|do|does|did|is|are|was|were|will|would|can|could|should|shall|has|have|what's|how's|who's|if|whether|in which|for how|at what|by when)\b/i
const DECLARED =
  /\b(?:the (?:open|big|remaining|one|main) question (?:is|for us is|remains)|(?:one|an) open (?:point|question|issue)(?: is|:)|what (?:we|i) (?:still )?(?:don'?t know|need to (?:figure out|understand|know|clarify)) (?:yet )?is|still unclear(?: is| to us)?|(?:we|i)(?:'d| would) still (?:like|need) to (?:know|understand))[:,]?\s+(.{12,200})$/i

/** Questions of substance that nobody answered: the reply put them off, or there was none. */
export function openQuestions(lines: Line[], people: Person[]): FoundQuestion[] {
  const found: FoundQuestion[] = []
  lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown') return
    const declared = DECLARED.exec(line.text)
    if (declared && !answeredLater(keysOf(declared[1]!), at, lines)) {
      found.push({ lines: [line], text: phrased(declared[1]!, line, people), askedBy: line.side })
      return
    }
    if (!ASKS.test(line.text) || SMALL_TALK.test(line.text)) return
    const question = withoutOpeners(lastQuestion(line.text))
    const keys = keysOf(question)
    if (
      !ABOUT.test(question) ||
      question.split(/\s+/).length < 4 ||
      /\b(?:those|these|in there|them)\?$/i.test(question) ||
      keys.size < 2 ||
      isRequest(question)
    )
      return
    const reply = nextOfOthers(at, lines)
    if (reply && !LEFT_OPEN.test(reply.map((one) => one.text).join(' '))) return
    if (
      reply === null &&
      at < lines.length - 1 &&
      !lines.slice(at + 1).every((one) => one.said.speaker === line.said.speaker)
    )
      return
    const answer = answeredLater(keys, at + (reply?.length ?? 0) + 1, lines)
    if (!answer)
      found.push({
        lines: [line, ...(reply ?? []).filter((one) => LEFT_OPEN.test(one.text)).slice(0, 1)],
        text: phrased(question, line, people),
        askedBy: line.side,
      })
  })
  return distinct(found)
}

/** The first sentences that others say after a place; null when nobody else speaks within the next few. */
function nextOfOthers(at: number, lines: Line[]): Line[] | null {
  const asker = lines[at]!.said.speaker
  const start = lines.findIndex((line, i) => i > at && i <= at + 4 && line.said.speaker !== asker)
  if (start === -1) return null
  const end = lines.findIndex((line, i) => i > start && line.said.speaker !== lines[start]!.said.speaker)
  return lines.slice(start, Math.min(end === -1 ? lines.length : end, start + 3))
}

/** Was it answered after all? A later statement that carries most of the question's words and a figure or a plain yes or no. */
function answeredLater(keys: Set<string>, from: number, lines: Line[]): boolean {
  if (keys.size < 2) return false
  return lines.slice(from + 1).some((line) => {
    if (
      line.isPrivate ||
      ASKS.test(line.text) ||
      LEFT_OPEN.test(line.text) ||
      /\b(?:will|'ll)\b/.test(line.text)
    )
      return false
    const words = keysOf(line.text)
    let same = 0
    for (const key of keys) if (words.has(key)) same++
    return same / keys.size >= 0.75 && same >= 2
  })
}

const lastQuestion = (text: string): string => {
  const parts = text.split(/(?<=[.!?])\s+/).filter((part) => part.endsWith('?'))
  return parts.at(-1) ?? text
}

const isRequest = (question: string): boolean =>
  /^(?:can|could|would|will) (?:you|we|i)\b|^(?:do|would) you (?:want|like|mind)|^(?:shall|should) (?:i|we)\b/i.test(
    question,
  )

function phrased(question: string, line: Line, people: Person[]): string {
  const side = line.side === 'ours' ? 'ours' : 'theirs'
  const spoken = inMailVoice(question.trim(), {
    ...voiceOf(line.person, side, people),
    self: side === 'ours' ? 'we' : 'you',
  })
  const text = spoken.replace(/ (?:on|for|with|about|to) (?:that|it|this)\?$/i, '?')
  return capitalised(/[?]$/.test(text) ? text : `${text.replace(/[.!]+$/, '')}?`)
}

function distinct(questions: FoundQuestion[]): FoundQuestion[] {
  const seen: Set<string>[] = []
  return questions.filter(({ text }) => {
    const keys = keysOf(text)
    if (
      seen.some((other) => [...keys].filter((key) => other.has(key)).length >= Math.max(2, keys.size * 0.6))
    )
      return false
    seen.push(keys)
    return true
  })
}
