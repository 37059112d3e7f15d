import type { KeyboardEvent, ReactNode } from 'react'
import { position } from '../parts/time.ts'
import type { Evidence, SentenceKind } from '../api/types.ts'
import { useDesk } from './Desk.tsx'
import { addEvidence } from './edits.ts'
import css from './Part.module.css'
import { useIsLinked, useIsSelected, usePicking, useSpots } from './spots.ts'

export type PartList = 'sentences' | 'items' | 'questions' | 'decisions' | 'notes'

interface Props {
  /** Where it stands: its list and place there, or the next meeting. */
  list: PartList | 'meeting'
  index: number
  text: string
  evidence: Evidence[]
  kind: SentenceKind
  as: 'span' | 'div'
  children: ReactNode
}

/**
 * A part of the follow-up that rests on words of the call. Pointing at it or focusing it marks those words; a click
 * or Enter goes there; `e` or a double click edits it.
 */
export function Part({ list, index, text, evidence, kind, as: Tag, children }: Props) {
  const { desk, editable, edit } = useDesk()
  const spots = useSpots()
  const key = `${list}:${index}`
  const spot = { key, text, evidence }
  const selected = useIsSelected(key)
  const linked = useIsLinked(spot)
  const picking = usePicking()

  const choose = (): void => {
    if (picking && list !== 'meeting') {
      desk.save(addEvidence(list, index, text, picking))
      spots.pick(null)
    }
    spots.go(spot)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      choose()
    }
    if (event.key === 'Escape') spots.select(null)
  }
  return (
    <Tag
      role="button"
      tabIndex={0}
      data-row
      data-part={key}
      data-kind={kind}
      data-selected={selected || undefined}
      data-linked={linked || undefined}
      data-picking={picking !== null || undefined}
      className={css['part']}
      onPointerEnter={() => spots.hover(spot)}
      onPointerLeave={() => spots.hover(null)}
      onFocus={() => spots.select(spot)}
      onClick={choose}
      onDoubleClick={() => editable && edit(key)}
      onKeyDown={onKeyDown}
    >
      {children}
      <Refs evidence={evidence} />
    </Tag>
  )
}

/** When the words were said, small, as in a footnote. */
function Refs({ evidence }: { evidence: Evidence[] }) {
  const [first, ...more] = evidence
  if (!first) return null
  return (
    <span className={css['ref']}>
      <span className="sr-only"> (said by {first.speaker} at </span>
      {position(first.startMs)}
      {more.length > 0 && ` +${more.length}`}
      <span className="sr-only">)</span>
    </span>
  )
}
