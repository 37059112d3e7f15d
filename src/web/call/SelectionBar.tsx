import { Button } from '@mantine/core'
import { useEffect, useState, type RefObject } from 'react'
import type { Evidence, TranscriptSentence } from '../api/types.ts'
import css from './SelectionBar.module.css'
import { useSelected } from './spots.ts'

export interface SelectionActions {
  /** Lets the selected words stand for the chosen part of the follow-up, or asks which part. */
  asEvidence: (evidence: Evidence[]) => void
  addPromise: (
    side: 'ours' | 'theirs',
    evidence: Evidence[],
    text: string,
    speaker: TranscriptSentence,
  ) => void
}

interface Props {
  box: RefObject<HTMLElement | null>
  transcript: TranscriptSentence[]
  actions: SelectionActions
}

/** Appears at words that were selected in the transcript, and says what they can be used for. */
export function SelectionBar({ box, transcript, actions }: Props) {
  const selection = useSelectedSentences(box)
  const spot = useSelected()
  if (!selection) return null
  const chosen = transcript.slice(selection.first, selection.last + 1)
  const [speaker] = chosen
  if (!speaker) return null
  const evidence = chosen.map((sentence, at) => toEvidence(sentence, selection.first + at))
  const promise = (side: 'ours' | 'theirs') =>
    done(() => actions.addPromise(side, evidence, selection.text, speaker))
  return (
    <div
      className={css['bar']}
      role="toolbar"
      aria-label="Use the selected words"
      style={{ top: selection.top }}
    >
      <Button size="compact-xs" variant="subtle" onClick={done(() => actions.asEvidence(evidence))}>
        {spot ? 'Use as evidence here' : 'Use as evidence'}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={promise('ours')}>
        Add as our promise
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={promise('theirs')}>
        Add as theirs
      </Button>
    </div>
  )
}

const done = (act: () => void) => () => {
  act()
  document.getSelection()?.removeAllRanges()
}

const toEvidence = ({ startMs, endMs, speaker }: TranscriptSentence, sentence: number): Evidence => ({
  sentence,
  startMs,
  endMs,
  speaker,
})

interface Selected {
  first: number
  last: number
  text: string
  /** Where the bar stands, in pixels from the top of the scrolled content. */
  top: number
}

function useSelectedSentences(box: RefObject<HTMLElement | null>): Selected | null {
  const [selected, setSelected] = useState<Selected | null>(null)
  useEffect(() => {
    const read = (): void => setSelected(box.current ? readSelection(box.current) : null)
    document.addEventListener('selectionchange', read)
    return () => document.removeEventListener('selectionchange', read)
  }, [box])
  return selected
}

const BAR_HEIGHT = 38

function readSelection(box: HTMLElement): Selected | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!box.contains(range.commonAncestorContainer)) return null
  const indexes = [...box.querySelectorAll<HTMLElement>('[data-s]')]
    .filter((element) => range.intersectsNode(element))
    .map((element) => Number(element.dataset['s']))
  const [first] = indexes
  const last = indexes.at(-1)
  const text = selection.toString().replaceAll(/\s+/g, ' ').trim()
  if (first === undefined || last === undefined || text === '') return null
  const place = range.getBoundingClientRect()
  const top = place.top - box.getBoundingClientRect().top + box.scrollTop - BAR_HEIGHT
  return { first, last, text, top: Math.max(box.scrollTop, top) }
}
