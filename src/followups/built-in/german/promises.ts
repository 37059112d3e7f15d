import { germanDates, germanDue } from '../../dates/german-dates.ts'
import { overlap } from '../found.ts'
import type { FoundPromise } from '../found.ts'
import type { Line } from '../talk.ts'
import { clausesOf, requested, stated } from './deeds.ts'
import type { Deed } from './deeds.ts'
import type { GermanCall } from './german-call.ts'
import { inMailVoice, sentence, tidy } from './mail-words.ts'
import { thingBefore } from './things.ts'
import { escaped, GERMAN_IN_CALL, GERMAN_UNDONE, germanKeys } from './words.ts'

/** Every promise of a German call. German says the future in the present tense: "Das schicke ich Ihnen bis Freitag." */
export function germanPromises(call: GermanCall): FoundPromise[] {
  const found: FoundPromise[] = []
  call.lines.forEach((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown') return
    if (GERMAN_UNDONE.test(line.text)) dropUndone(found, line)
    if (GERMAN_IN_CALL.test(line.text)) return
    for (const clause of clausesOf(line.text)) {
      const deed = stated(clause, line, at, call) ?? requested(clause, line, at, call)
      const promise = deed && toPromise(deed, clause, at, call)
      if (promise) add(found, promise)
    }
  })
  return found
}

function toPromise(deed: Deed, clause: string, at: number, call: GermanCall): FoundPromise | null {
  const due = germanDue(clause, call.today) ?? null
  const next = call.lines[at + 1]
  let objects = deed.objects
  for (const { words } of germanDates(clause, call.today))
    objects = objects.replace(new RegExp(`,?\\s*${escaped(words).replace(/\s+/g, '\\s+')}`, 'i'), ' ')
  objects = tidy(objects)
  const thing = /\b(?:das|es|ihn|sie|die)\b(?!\s+\p{Lu})/u.test(objects) ? thingBefore(call.lines, at) : null
  if (thing) objects = objects.replace(/\b(?:das|es|ihn|sie|die)\b(?!\s+\p{Lu})/u, thing.words)
  const said = inMailVoice(objects, deed)
  const keys = germanKeys(said)
  const handsOver =
    /^(?:schicken|senden|mailen|melden|klären|nachfragen|weiterleiten|geben|einladen|zuschicken|rausziehen)$/i.test(
      deed.infinitive,
    )
  if (keys.size === 0 && !due && !handsOver) return null
  if (!due && !handsOver && !/\b(?:Ihnen|uns|Sie)\b/.test(said)) return null
  const late =
    !due && next && next.said.speaker === deed.speaker.said.speaker && next.text.split(' ').length <= 5
      ? germanDue(next.text, call.today)
      : null
  const when = due ?? late
  const task = `${said} ${deed.infinitive}`.trim()
  return {
    lines: [...deed.lines, ...(late ? [next!] : []), ...(thing ? [thing.line] : [])],
    side: deed.side,
    owner: deed.owner,
    task,
    sentence: sentence(deed, said, when, call),
    due: when,
    keys: new Set([...keys, ...germanKeys(deed.infinitive)]),
    isVague: leansOnTalk(objects),
  }
}

/** "Das kläre ich", "leite es weiter": of what, only the talk before tells. */
const leansOnTalk = (objects: string): boolean =>
  /(?<!\p{L})(?:das|es|ihn|dies|davon|dazu|darüber|damit|daran)(?!\p{L}|\s+[\p{L}-]*\s*\p{Lu})/iu.test(
    objects,
  )

function add(found: FoundPromise[], promise: FoundPromise): void {
  const twin = found.findIndex(
    (one) =>
      one.side === promise.side &&
      sameOwner(one, promise) &&
      (overlap(one.keys, promise.keys) >= 0.6 ||
        one.lines.some((line) => promise.lines.includes(line) && overlap(one.keys, promise.keys) > 0)),
  )
  if (twin === -1) found.push(promise)
  else {
    const earlier = found[twin]!
    const fuller = promise.due?.date || promise.keys.size > earlier.keys.size ? promise : earlier
    found[twin] = {
      ...fuller,
      due: fuller.due ?? earlier.due,
      lines: [...new Set([...earlier.lines, ...promise.lines])],
      keys: new Set([...earlier.keys, ...promise.keys]),
    }
  }
}

const sameOwner = (a: FoundPromise, b: FoundPromise): boolean =>
  a.owner === null || b.owner === null || a.owner === b.owner

function dropUndone(found: FoundPromise[], line: Line): void {
  const keys = germanKeys(line.text)
  const named = found.findLastIndex((promise) => overlap(promise.keys, keys) >= 0.5)
  const near = found.findLastIndex(
    (promise) => line.index - Math.max(...promise.lines.map((one) => one.index)) <= 4,
  )
  const gone = named === -1 ? near : named
  if (gone !== -1) found.splice(gone, 1)
}
