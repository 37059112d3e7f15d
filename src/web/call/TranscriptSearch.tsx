import { ActionIcon, TextInput } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { TranscriptSentence } from '../api/types.ts'
import { ChevronIcon, SearchIcon } from '../parts/icons.tsx'
import { useKeys } from '../shell/keys.ts'
import { useSpots } from './spots.ts'
import css from './Transcript.module.css'

/** One letter is everywhere. */
const FEWEST_LETTERS = 2

/** Finds words in the transcript; Enter and Shift+Enter go from find to find. */
export function TranscriptSearch(props: {
  transcript: TranscriptSentence[]
  onFind: (found: { words: string; current: number | null }) => void
}) {
  const spots = useSpots()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const words = typed.trim().length >= FEWEST_LETTERS ? typed.trim() : ''
  const finds = useMemo(() => {
    const wanted = words.toLowerCase()
    if (!wanted) return []
    return props.transcript.flatMap((sentence, index) =>
      sentence.text.toLowerCase().includes(wanted) ? [index] : [],
    )
  }, [props.transcript, words])
  useKeys({ '/': () => field.current?.select() })

  const { onFind } = props
  const current = finds[at] ?? null
  useEffect(() => onFind({ words, current }), [onFind, words, current])
  useEffect(() => {
    if (current !== null) spots.show(current)
  }, [spots, current])

  const step = (by: 1 | -1): void => setAt(finds.length === 0 ? 0 : (at + by + finds.length) % finds.length)
  return (
    <div className={css['search']} role="search" aria-label="Transcript">
      <TextInput
        ref={field}
        size="xs"
        aria-label="Search the transcript"
        placeholder="Search"
        value={typed}
        leftSection={<SearchIcon size={14} />}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') {
            setTyped('')
            event.currentTarget.blur()
          }
        }}
      />
      <span className={css['count']} role="status">
        {words && (finds.length === 0 ? 'Not said' : `${at + 1} of ${finds.length}`)}
      </span>
      {finds.length > 1 && (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Previous find"
            onClick={() => step(-1)}
          >
            <ChevronIcon size={14} style={{ rotate: '180deg' }} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Next find" onClick={() => step(1)}>
            <ChevronIcon size={14} />
          </ActionIcon>
        </>
      )}
    </div>
  )
}
