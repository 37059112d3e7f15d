import { memo, type ReactNode } from 'react'
import { position } from '../parts/time.ts'
import { useMarksWithin, useSpots } from './spots.ts'
import css from './Transcript.module.css'
import type { Turn } from './turns.ts'

interface Props {
  turn: Turn
  /** The speaker's short name; null where the same one goes on. */
  name: string | null
  cited: ReadonlySet<number>
  /** The words that are searched for. */
  words: string
  /** The sentence that the search is at. */
  current: number | null
}

const SIDES = { ours: 'us', theirs: 'guest', unknown: 'side unknown' } as const

/** One speaker's words. Redrawn only when a mark, the search or the citations within change. */
export const TurnView = memo(function TurnView({ turn, name, cited, words, current }: Props) {
  const marks = useMarksWithin(turn.first, turn.last)
  const spots = useSpots()
  const marked = new Set(marks === '' ? [] : marks.split(',').map(Number))
  return (
    <div className={css['turn']} data-named={name !== null || undefined}>
      <span className={css['time']}>{position(turn.startMs)}</span>
      <span
        className={css['speaker']}
        data-side={turn.side}
        title={name === null ? undefined : `${turn.speaker} (${SIDES[turn.side]})`}
      >
        {name !== null && (
          <>
            {name}
            <span className="sr-only">, {SIDES[turn.side]}</span>
          </>
        )}
      </span>
      <p className={css['words']}>
        {turn.sentences.map((sentence, at) => {
          const index = turn.first + at
          return (
            <span key={index}>
              <span
                data-s={index}
                className={css['sentence']}
                data-cited={cited.has(index) || undefined}
                data-marked={marked.has(index) || undefined}
                data-current={current === index || undefined}
                onPointerEnter={cited.has(index) ? () => spots.hoverSpoken(index) : undefined}
                onPointerLeave={cited.has(index) ? () => spots.hoverSpoken(null) : undefined}
              >
                {highlight(sentence.text, words)}
              </span>{' '}
            </span>
          )
        })}
      </p>
    </div>
  )
}, sameTurn)

function sameTurn(before: Props, after: Props): boolean {
  return (
    before.turn === after.turn &&
    before.name === after.name &&
    before.words === after.words &&
    before.current === after.current &&
    sameCitations(before, after)
  )
}

function sameCitations(before: Props, after: Props): boolean {
  if (before.cited === after.cited) return true
  for (let index = after.turn.first; index <= after.turn.last; index++) {
    if (before.cited.has(index) !== after.cited.has(index)) return false
  }
  return true
}

/** The searched words, wherever they stand in the text, as marks. */
function highlight(text: string, words: string): ReactNode {
  if (!words) return text
  const parts: ReactNode[] = []
  const lower = text.toLowerCase()
  const wanted = words.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>)
    from = at + wanted.length
  }
  return from === 0 ? text : [...parts, text.slice(from)]
}
