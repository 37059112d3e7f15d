import type { Person } from '../../writer.ts'
import { callName, isHuman } from '../../parties.ts'

/** Who speaks and who reads: enough to turn "I'll send you my list" into "Maya will send us your list". */
export interface Voice {
  side: 'ours' | 'theirs'
  /** What "I" becomes: "I" for the host who signs the mail, "you" for the only guest, else a name. */
  self: string
}

/** How the mail, signed by the host and read by the guests, speaks of this speaker. */
export function voiceOf(person: Person | null, side: 'ours' | 'theirs', people: Person[]): Voice {
  if (side === 'ours')
    return { side, self: person?.isHost ? 'I' : ((person && callName(person, people)) ?? 'we') }
  const guests = people.filter((one) => one.side === 'theirs' && one.attended && isHuman(one))
  const name = person && callName(person, people)
  return { side, self: guests.length <= 1 || !name ? 'you' : name }
}

const BE_HAVE_DO: Record<string, string> = {
  am: 'is',
  are: 'is',
  have: 'has',
  do: 'does',
  "don't": "doesn't",
  "haven't": "hasn't",
}
const PAST = /(?<!ne)ed$|ly$/
const MODAL =
  /^(?:will|would|can|could|should|must|may|might|had|did|was|won't|can't|couldn't|wouldn't|shouldn't|'ll|'d)$/i
const SUBJECT_BEFORE =
  /(?:^|[,;:.!?–—-]\s*|\b(?:if|when|once|that|what|where|how|whether|because|so|until|as|while|before|after|and|but|which|who|than|whatever|since|though|unless|or|why|then)\s+)$/i
const SUBJECT_AFTER =
  /^\s+(?:(?:also|already|just|really|still|only|currently|probably|actually|all|both|never|always|usually|both|guys)\s+)*(?:are|aren't|have|haven't|had|do|don't|did|will|won't|would|can|can't|could|should|must|may|might|were|need|want|use|get|got|know|think|said|say|mentioned|see|run|like|like to|plan|expect|decide|decided|agree|agreed|sign|go|offer|support|charge|recommend|suggest|provide|handle|store|host|require|look|work)\b/i

/** Rewrites a clause from the speaker's mouth into the mail's voice. Names, numbers and dates are left as they are. */
export function inMailVoice(text: string, voice: Voice): string {
  if (voice.side === 'ours' && voice.self === 'I') return text
  return (voice.side === 'ours' ? ours(text, voice.self) : theirs(text, voice.self)).replace(
    /\byou all of you\b/g,
    'you all',
  )
}

function ours(text: string, self: string): string {
  const plural = self === 'we'
  return text
    .replace(
      /\bI('m|'ve|'ll|'d)?\b( (?:am|have|do|don't|haven't|was|will|can|[a-z]+))?/g,
      (_, short?: string, next?: string) => subject(self, short, next?.trim(), plural),
    )
    .replace(/,? ?\bmyself\b/gi, plural ? ' ourselves' : '')
    .replace(/\bmy\b/gi, 'our')
    .replace(/\bmine\b/gi, 'ours')
    .replace(/\bme\b/gi, 'us')
}

function theirs(text: string, self: string): string {
  // First their "you" (= us) is set aside, then their "we" and "I" become "you" or a name.
  const marked = text
    .replace(/\byou're\b/gi, '\u0001are')
    .replace(/\byou've\b/gi, '\u0001have')
    .replace(/\byou'll\b/gi, '\u0001will')
    .replace(/\byou'd\b/gi, '\u0001would')
    .replace(/\b(?:yourself|yourselves)\b/gi, '\u0002')
    .replace(/\byours\b/gi, '\u0003')
    .replace(/\byour\b/gi, '\u0004')
    .replace(/\byou(?: guys| all)?\b/gi, (whole, at: number, all: string) =>
      (SUBJECT_BEFORE.test(all.slice(0, at)) &&
        !/^\s*(?:[,.;?!]|$|by\b|on\b|tomorrow|today)/i.test(all.slice(at + whole.length))) ||
      (SUBJECT_AFTER.test(all.slice(at + whole.length)) &&
        !/\b(?:let|send|give|show|tell|help|ask|get|to|for|with|of|from|at|make)\s$/i.test(all.slice(0, at)))
        ? '\u0005'
        : '\u0006',
    )
  return marked
    .replace(/\bwe're\b/gi, 'you are')
    .replace(/\bwe've\b/gi, 'you have')
    .replace(/\bwe'll\b/gi, 'you will')
    .replace(/\bwe'd\b/gi, 'you would')
    .replace(/\b(?:we|us)\b/gi, 'you')
    .replace(/\bourselves\b/gi, 'yourselves')
    .replace(/\bours\b/gi, 'yours')
    .replace(/\b(?:our|my)\b/gi, 'your')
    .replace(/\bmine\b/gi, 'yours')
    .replace(
      /\bI('m|'ve|'ll|'d)?\b( (?:am|have|do|don't|haven't|was|will|can|[a-z]+))?/g,
      (_, short?: string, next?: string) => subject(self, short, next?.trim(), self === 'you'),
    )
    .replace(/,? ?\bmyself\b/gi, self === 'you' ? ' yourself' : '')
    .replace(/\bme\b/gi, self)
    .replaceAll('\u0001', 'we ')
    .replaceAll('\u0002', 'ourselves')
    .replaceAll('\u0003', 'ours')
    .replaceAll('\u0004', 'our')
    .replaceAll('\u0005', 'we')
    .replaceAll('\u0006', 'us')
}

/** "I'm" → "Ben is" or "you are"; "I need" → "Ben needs"; modal verbs stay. */
function subject(self: string, short: string | undefined, next: string | undefined, plural: boolean): string {
  const full =
    short === "'m"
      ? 'am'
      : short === "'ve"
        ? 'have'
        : short === "'ll"
          ? 'will'
          : short === "'d"
            ? 'would'
            : ''
  const words = [full, next ?? ''].filter(Boolean)
  const verb = words[0]
  if (verb === undefined) return self
  words[0] = plural ? (verb === 'am' ? 'are' : verb === 'was' ? 'were' : verb) : third(verb)
  return `${self} ${words.join(' ')}`
}

function third(verb: string): string {
  if (BE_HAVE_DO[verb]) return BE_HAVE_DO[verb]
  if (
    MODAL.test(verb) ||
    PAST.test(verb) ||
    /^(?:just|also|already|still|got|went|said|sent|told|saw|thought|knew|made|took|put|never|only|and|or)$/.test(
      verb,
    )
  )
    return verb
  if (/(?:s|sh|ch|x|z|o)$/.test(verb)) return `${verb}es`
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`
}
