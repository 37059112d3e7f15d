import type { Person } from '../../writer.ts'
import { firstName, isHuman } from '../../parties.ts'
import type { Line } from '../talk.ts'

/** A noun must stand before "it" within the task for the reader to know what is meant: "make a screenshot and send it". */
const NOUN_BEFORE = /\b(?:an?|the|your|our|my|[\w-]+'s|\d+|two|three|four|five) (?:[\w-]+ ){0,3}?[\w-]{3,}\b/i
const POINTS_BACK =
  /\b(?:it|them|both|ours|yours|mine|theirs|the rest|the other|the others|the same)\b(?!-)|\b(?:that|this|those|these|which)\b(?=\s*$|\s*,|\s+(?:on|in|to|for|with|by|over|up|down|back|out|off|as|at|round|around|when|once|and|after|before|from|one|ones|again|too|directly|separately|internally|properly)\b)|\b(?:list|copy|number) of (?:which|what)\b/i
const PERSON_BACK = /\b(?:him|her(?! \w+ (?:team|office|people)\b)|he|she|they)\b/i
const BARE_NUMBER = /^[a-z]+(?: up| out)? (?:one|two|three|four|five|six|all|some)$/i

/**
 * Does a task lean on talk that its reader does not have before them? "Send it to you" does; "make a screenshot and
 * send it to you" does not.
 */
export function leansOnTalk(task: string): boolean {
  if (BARE_NUMBER.test(task)) return true
  if (/\b(?:of|about|for|with) it$/i.test(task)) return true
  const back = POINTS_BACK.exec(task)
  if (back && (back[0].toLowerCase() !== 'it' || !NOUN_BEFORE.test(task.slice(0, back.index)))) return true
  const person = PERSON_BACK.exec(task)
  if (!person) return false
  const before = task.slice(0, person.index)
  return !/\b\p{Lu}\p{Ll}+\b/u.test(before) && !(/^they$/i.test(person[0]) && NOUN_BEFORE.test(before))
}

/** "That clause" is "the clause" for who was there and for who was not. */
export const withoutPointing = (task: string): string =>
  task
    .replace(/,? that one$/i, '')
    .replace(
      /\b(?:that|those|this|these) (?=(?:clause|list|form|number|report|document|sentence|file|question|sheet|contract|offer|quote|link|calculation|wording|file|draft|description|summary|addendum|page|invoice|setting|screen|letter|example|slide|mail|test|export|sample|case|report|price)s?\b)/gi,
      'the ',
    )

/**
 * Puts the name for "her" or "him" where exactly one person besides the speaker was spoken of just before.
 * @returns null where nobody or more than one fits
 */
export function withPerson(
  task: string,
  speaker: Line,
  at: number,
  lines: Line[],
  people: Person[],
): { task: string; line: Line } | null {
  const pronoun =
    /\b(?:him|her)\b(?!\s+[a-z]{3,}(?:\s|$))|\bher\b(?=\s+(?:with|by|on|to|about|whether|again)\b)/i
  if (!pronoun.test(task)) return null
  const before = lines.slice(Math.max(0, at - 8), at + 1).filter((line) => !line.isPrivate && !line.isOrder)
  const found = new Map<string, Line>()
  for (const line of before) {
    for (const person of people) {
      if (!person.name || !isHuman(person) || person === speaker.person) continue
      const name = firstName(person.name)
      // Who is spoken to is not spoken of: "Thanks, Dana."
      const spokenOf = line.text.replace(new RegExp(`(?:^|,)\\s*${escaped(name)}(?=[,.!?])`, 'g'), '')
      if (new RegExp(`\\b${escaped(name)}\\b`).test(spokenOf)) found.set(name, line)
    }
  }
  const [only] = found
  if (found.size !== 1 || !only) return null
  const person = people.find((one) => one.name && firstName(one.name) === only[0])!
  if (lines.slice(Math.max(0, at - 3), at + 1).some((line) => line.person === person)) return null
  return { task: task.replace(pronoun, only[0]), line: only[1] }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What one side asked the other for by name: "If you give me last year's fuel and overtime …". */
const ASKED_FOR =
  /\b(?:give|send|get|share|forward|show) (?:me|us|you) ((?:the|an?|your|our|my|last|this|some|two|three|four|five)\b[\w' -]{3,60}?)(?=[,.;?!]|$| (?:so|then|by|on|before|when|once|if|I|we) | and (?:I|we|you|then)\b)/i

/**
 * "You'll have both by Wednesday": the things are in the other side's request just before.
 * @returns null where none was made
 */
export function askedFor(
  task: string,
  speaker: Line,
  at: number,
  lines: Line[],
): { task: string; line: Line } | null {
  const object = /^(send|get|give|share|forward) (us|you) (?:both|it|that|them|those)\b(?! (?:one|\w+s)\b)/i
  if (!object.test(task)) return null
  for (let i = at; i >= Math.max(0, at - 6); i--) {
    const line = lines[i]!
    if (line.isPrivate || line.isOrder || line.side === speaker.side) continue
    const thing = ASKED_FOR.exec(line.text)?.[1]
    if (thing && !/\b(?:it|that|them|those|sense|idea)\b/i.test(thing))
      return {
        task: task.replace(
          object,
          (_, verb: string, who: string) => `${verb} ${who} ${thing.replace(/^your /i, 'our ')}`,
        ),
        line,
      }
  }
  return null
}
