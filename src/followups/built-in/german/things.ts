import type { Line } from '../talk.ts'

const PAPER =
  /(?:\b(der|die|das|den|dem|des|ein|eine|einen|einem)\s+)?(?<!\p{L})(\p{Lu}\p{L}*(?:konzept|vertrag|angebot|liste|unterlagen|dokument|datenblatt|datei|export|präsentation|protokoll|übersicht|rechnung|muster|zertifikat|bericht|entwurf|bestellungen)|Vertrag|Angebot|Liste|Unterlagen|Dokument|Datenblatt|Datei|Export|Präsentation|Protokoll|Übersicht|Muster|Zertifikat|Bericht|Entwurf|Bestellungen)(?!\p{L})/gu

/** What "das" stands for: the last paper or file that was named in the sentences just before. */
export function thingBefore(lines: Line[], at: number): { words: string; line: Line } | null {
  for (let i = at - 1; i >= Math.max(0, at - 5); i--) {
    const line = lines[i]!
    const found = line.isPrivate || line.isOrder ? undefined : [...line.text.matchAll(PAPER)].at(-1)
    if (!found) continue
    const noun = found[2]!
    const article = /(?:konzept|angebot|dokument|blatt|protokoll|muster|zertifikat)$/i.test(noun)
      ? 'das'
      : /(?:vertrag|export|bericht|entwurf)$/i.test(noun)
        ? 'den'
        : 'die'
    return { words: `${article} ${noun}`, line }
  }
  return null
}
