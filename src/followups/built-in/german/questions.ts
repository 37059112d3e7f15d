import type { FoundQuestion } from '../found.ts'
import type { Line } from '../talk.ts'

const LEFT_OPEN =
  /\b(?:nachfragen|kläre|klären|gute frage|weiß ich (?:jetzt |gerade |leider )?nicht|wissen wir (?:noch )?nicht|müsste ich|muss ich (?:erst )?(?:prüfen|schauen|fragen|klären|nachsehen)|noch offen|noch nicht entschieden|kann ich (?:jetzt |ihnen )?(?:nicht|noch nicht) sagen|aus dem bauch|noch unklar|melde mich)\b/i

/** "Für die zwei Ersatzwagen?" asks back about what was said; alone it says nothing. */
const NO_VERB =
  /^(?:für|mit|bei|von|zu|aus|in|an|auf|ab|bis|ohne|und)\b(?!\s+(?:wen|wem|was|welche\w*|wann|wie)\b)(?!.*\b(?:ist|sind|gibt|geht|haben|hat|können|kann|müssen|muss|wird|werden|wäre|kommt|kostet|brauchen|gilt)\b)/i

/** Questions that were put off or left unanswered. */
export function germanQuestions(lines: Line[]): FoundQuestion[] {
  return lines.flatMap((line, at) => {
    if (line.isPrivate || line.isOrder || line.side === 'unknown' || !/\?\s*$/.test(line.text)) return []
    const replies = lines.slice(at + 1, at + 5).filter((other) => other.side !== line.side)
    const open = replies.find((reply) => LEFT_OPEN.test(reply.text))
    const question = line.text
      .split(/(?<=[.!?])\s+/)
      .at(-1)!
      .replace(/^(?:(?:und|also|aber|gut|ja|okay)[,.]?\s+)+/i, '')
    if (!open || question.split(' ').length < 4 || NO_VERB.test(question)) return []
    return [
      {
        lines: [line, open],
        text: inMailVoice(question.charAt(0).toUpperCase() + question.slice(1), line.side),
        askedBy: line.side,
      },
    ]
  })
}

const inMailVoice = (text: string, side: Line['side']): string =>
  side === 'theirs'
    ? text
        .replace(/\bSie\b/g, '\u0001')
        .replace(/\bwir\b/g, 'Sie')
        .replace(/\buns\b/g, 'Ihnen')
        .replaceAll('\u0001', 'wir')
    : text
