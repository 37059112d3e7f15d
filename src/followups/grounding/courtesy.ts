import type { WriterInput } from '../writer.ts'
import { namesOfParties } from '../parties.ts'
import { foreignLinks } from './facts.ts'
import { numbersIn } from './numbers.ts'

const PROMISE =
  /\b(?:will|'ll|going to|gonna|promise|commit|guarantee|agreed|can offer|discount|free of charge|price|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|end of))\b|\b(?:werde|werden|wird|verspreche|garantieren?|sende|schicke|liefere|zusage|rabatt|kostenlos|vereinbart)\b|(?:お送りします|送付します|ご連絡します|約束|保証|割引|無料|いたします(?!。?$))/iu
const DAY =
  /(?<!\p{L})(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|tomorrow|january|february|april|june|july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|übermorgen|januar|februar|märz|juni|juli|oktober|dezember)(?!\p{L})|[月火水木金土日]曜|明日|来週/iu

/** Why a sentence is more than a courtesy: it holds a figure, a day, a foreign name or a promise without any evidence. */
export function moreThanCourtesy(text: string, input: WriterInput, language: string): string | null {
  const foreign = foreignLinks(text, input)[0]
  if (foreign) return `The link ${foreign} was not said on the call.`
  const bare = withoutTitle(text, input)
  if (numbersIn(bare).length > 0) return 'It holds a number and cites nothing that was said.'
  if (DAY.test(bare)) return 'It names a day and cites nothing that was said.'
  if (PROMISE.test(bare)) return 'It reads like a promise or an offer and cites nothing that was said.'
  const name = /^(?:de|ja|zh|ko|th)/.test(language) ? null : foreignName(bare, input)
  return name ? `Nobody named ${name} was on the call, and it cites nothing that was said.` : null
}

const withoutTitle = (text: string, { call, people }: WriterInput): string => {
  let bare = call.title ? text.replaceAll(call.title, ' ') : text
  for (const { name } of people) if (name) bare = bare.replaceAll(name, ' ')
  return bare
}

function foreignName(text: string, input: WriterInput): string | null {
  const known = namesOfParties(input)
  for (const match of text.matchAll(/\p{Lu}[\p{L}'’-]*/gu)) {
    const begins = /(?:^|[.!?:,]\s*|\n)$/.test(text.slice(0, match.index))
    if (
      begins ||
      known.has(match[0].toLowerCase()) ||
      /^(?:I|I'm|I've|I'd|Hi|Hello|Dear|Best|Kind|Regards|Thanks|Thank|Cheers|Warm|Sincerely|All|Everyone|Team|Sie|Ihnen|Ihr|Ihre|Ihrer|Ihren)$/.test(
        match[0],
      )
    )
      continue
    return match[0]
  }
  return null
}
