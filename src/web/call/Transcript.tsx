import { useEffect, useMemo, useRef, useState } from 'react'
import type { TranscriptSentence } from '../api/types.ts'
import { SelectionBar, type SelectionActions } from './SelectionBar.tsx'
import { useSpots } from './spots.ts'
import css from './Transcript.module.css'
import { TranscriptSearch } from './TranscriptSearch.tsx'
import { shortNames, toTurns } from './turns.ts'
import { TurnView } from './TurnView.tsx'

interface Props {
  transcript: TranscriptSentence[]
  cited: ReadonlySet<number>
  /** What may be done with selected words; nothing where there is no follow-up to change. */
  actions: SelectionActions | null
}

/** All that was said. 19,000 words stay fluid: what is out of sight is laid out only when it comes near. */
export function Transcript({ transcript, cited, actions }: Props) {
  const spots = useSpots()
  const box = useRef<HTMLDivElement>(null)
  const turns = useMemo(() => toTurns(transcript), [transcript])
  const names = useMemo(() => shortNames(transcript), [transcript])
  const [found, setFound] = useState<{ words: string; current: number | null }>({ words: '', current: null })

  useEffect(
    () =>
      spots.onGo((sentence) => {
        const element = box.current?.querySelector(`[data-s="${sentence}"]`)
        element?.scrollIntoView({ block: 'center', behavior: distant(element) ? 'auto' : 'smooth' })
      }),
    [spots],
  )

  return (
    <section className={css['transcript']} aria-label="Transcript">
      <header className={css['head']}>
        <h2 className={css['title']}>Transcript</h2>
        <TranscriptSearch transcript={transcript} onFind={setFound} />
      </header>
      {/* Focusable, so that it scrolls by keyboard. */}
      <div className={css['scroll']} ref={box} tabIndex={0} role="region" aria-label="What was said">
        {turns.map((turn, at) => (
          <TurnView
            key={turn.first}
            turn={turn}
            name={turns[at - 1]?.speaker === turn.speaker ? null : (names.get(turn.speaker) ?? turn.speaker)}
            cited={cited}
            words={found.words}
            current={
              found.current !== null && found.current >= turn.first && found.current <= turn.last
                ? found.current
                : null
            }
          />
        ))}
        {actions && <SelectionBar box={box} transcript={transcript} actions={actions} />}
      </div>
    </section>
  )
}

/** A smooth way over many screens is slower than the reader: then it jumps. */
const SMOOTH_SCREENS = 3
function distant(element: Element): boolean {
  return Math.abs(element.getBoundingClientRect().top) > window.innerHeight * SMOOTH_SCREENS
}
