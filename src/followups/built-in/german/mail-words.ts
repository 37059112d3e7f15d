import { mailDate } from '../../dates/mail-date.ts'
import type { CallDay, SaidDate } from '../../dates/said-date.ts'
import type { Deed } from './deeds.ts'
import type { GermanCall } from './german-call.ts'

/** Objects in written order, without the small words of speech. */
export function tidy(objects: string): string {
  const parts = objects
    .replace(/[.!?]+\s*$/, '')
    .replace(
      /\b(?:dann|auch|noch|mal|gern|gerne|natürlich|einfach|eben|nachher|schon|bitte|ja|also|sofort|direkt|jetzt|nochmal|gleich|heute)\b/gi,
      ' ',
    )
    .replace(/\s+([,.])/g, '$1')
    .replace(/,\s*,/g, ',')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '')
  // What German puts in front of the verb comes back behind the persons: "Den Vertrag … Ihnen" → "Ihnen den Vertrag".
  const persons = /\b(?:Ihnen|uns|Sie|mir|mich|sich|euch)\b/.exec(parts)
  const moved =
    persons && persons.index > 0
      ? `${persons[0]} ${parts.slice(0, persons.index).trim()} ${parts.slice(persons.index + persons[0].length).trim()}`
      : parts
  return moved
    .replace(/\b(?:Das|Den|Die|Dem|Der|Es|Ein|Eine|Einen|Unser|Unsere|Unseren)\b/g, (word) =>
      word.toLowerCase(),
    )
    .replace(/\s+/g, ' ')
    .replace(/\s+,/g, ',')
    .replace(/[\s,]+$/, '')
    .trim()
}

/** "Ich schicke Ihnen meine Liste" said by a guest is "uns Ihre Liste" in our mail. */
export function inMailVoice(text: string, { speaker, owner, side }: Deed): string {
  const self = speaker.person === owner
  const reflexive = text.replace(
    /\bmich\b/g,
    self && owner !== null && typeof owner !== 'string' && owner.isHost ? 'mich' : 'sich',
  )
  if (speaker.side === 'ours')
    return reflexive
      .replace(/\bmir\b/g, 'uns')
      .replace(/\bmein(e|en|em|er|es)?\b/g, (_, end = '') => `unser${end}`)
  return reflexive
    .replace(/\buns\b/g, '\ue000')
    .replace(/\bIhnen\b/g, 'uns')
    .replace(/\bSie\b/g, side === 'theirs' ? 'uns' : 'wir')
    .replace(/\bIhr(e|en|em|er|es)?\b/g, (_, end = '') => `unser${end}`)
    .replace(/\b(?:unser|mein)(e|en|em|er|es)?\b(?!\ue000)/g, (word, end = '') =>
      word.startsWith('mein') ? `Ihr${end}` : word,
    )
    .replaceAll('\ue000', 'Ihnen')
}

/** "Ich werde Ihnen bis Freitag, 27. November, das Angebot schicken." */
export function sentence(
  { owner, side, infinitive }: Deed,
  objects: string,
  due: SaidDate | null,
  call: GermanCall,
): string {
  const host = owner !== null && typeof owner !== 'string' && owner.isHost
  const who = host
    ? 'Ich'
    : owner === null
      ? side === 'ours'
        ? 'Wir'
        : 'Sie'
      : typeof owner === 'string'
        ? owner
        : (owner.name ?? (side === 'ours' ? 'Wir' : 'Sie'))
  const verb = who === 'Ich' ? 'werde' : who === 'Wir' || who === 'Sie' ? 'werden' : 'wird'
  const persons = /^(?:(?:Ihnen|uns|mich|sich|Sie|es)\s+)+/.exec(`${objects} `)?.[0].trim() ?? ''
  const rest = objects.slice(persons.length).trim()
  return `${[who, verb, persons, dueInMail(due, call.today), rest, infinitive].filter(Boolean).join(' ')}.`.replace(
    / ,/g,
    ',',
  )
}

function dueInMail(due: SaidDate | null, today: CallDay): string {
  if (!due) return ''
  if (due.date)
    return `${/^(?:bis|spätestens|vor|innerhalb|binnen|ende|im laufe)/i.test(due.words) ? 'bis' : 'am'} ${mailDate(due.date, 'de', today.year)},`
  return due.weekOf ? `in der Woche ab ${mailDate(due.weekOf, 'de', today.year)},` : ''
}
