import { capitalised } from './clean-english.ts'
import { inDigits } from './number-words.ts'

/** Null for what is too short to say something or too long to stand in a mail; long sentences lose their last clauses. */
export function shortened(text: string): string | null {
  let said = text.replace(/\s+/g, ' ').trim()
  while (said.split(' ').length > 30) {
    const cut = Math.max(
      said.lastIndexOf(', '),
      said.lastIndexOf('; '),
      said.lastIndexOf(' because '),
      said.lastIndexOf(' so '),
      said.lastIndexOf(' and '),
    )
    if (cut < 30) return null
    said = said.slice(0, cut)
  }
  return said.split(' ').length < 4 ? null : said
}

export const finished = (text: string): string => capitalised(inDigits(text).replace(/[\s.,;:!?–—-]*$/, '.'))
