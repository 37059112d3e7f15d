import { Button } from '@mantine/core'
import { useLayoutEffect, useRef, type RefObject } from 'react'
import { PenIcon, TrashIcon } from '../parts/icons.tsx'
import { position } from '../parts/time.ts'
import { useDesk } from './Desk.tsx'
import { removeSentence } from './edits.ts'
import css from './Mail.module.css'
import { useSelected, useSpots } from './spots.ts'

const MOST_CHIPS = 3

/** Above the chosen sentence: what it rests on, and what can be done with it. */
export function SentenceBar({ mail }: { mail: RefObject<HTMLElement | null> }) {
  const { followUp, desk, edit } = useDesk()
  const spots = useSpots()
  const spot = useSelected()
  const index = spot?.key.startsWith('sentences:') ? Number(spot.key.slice('sentences:'.length)) : -1
  const sentence = followUp.sentences[index]
  const bar = usePlace(mail, sentence && spot ? spot.key : null)
  if (!spot || !sentence) return null
  return (
    <div className={css['bar']} role="toolbar" aria-label="The chosen sentence" ref={bar}>
      {sentence.evidence.slice(0, MOST_CHIPS).map((each) => (
        <Button
          key={each.sentence}
          size="compact-xs"
          variant="light"
          onClick={() => spots.go(spot, each.sentence)}
        >
          {position(each.startMs)} {each.speaker.split(' ')[0]}
        </Button>
      ))}
      {sentence.evidence.length === 0 && <span className={css['why']}>{WHY[sentence.kind]}</span>}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<PenIcon size={13} />}
        onClick={() => edit(spot.key)}
      >
        Edit
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<TrashIcon size={13} />}
        onClick={() => {
          desk.save(removeSentence(index, sentence.text))
          spots.select(null)
        }}
      >
        Remove
      </Button>
    </div>
  )
}

const WHY = {
  courtesy: 'Courtesy: no fact, no promise',
  yours: 'Your own words',
  unsupported: 'Nothing said supports it',
  grounded: '',
} as const

const ABOVE_PX = 36

/** Keeps the bar above the first line of the chosen sentence, wherever the text flows. */
function usePlace(mail: RefObject<HTMLElement | null>, key: string | null) {
  const bar = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = mail.current
    const line = key && box?.querySelector(`[data-part="${key}"]`)?.getClientRects()[0]
    if (!box || !line || !bar.current) return
    const around = box.getBoundingClientRect()
    // At the right, where lines seldom reach, it hides the least of what stands above.
    const left = Math.max(0, around.width - bar.current.offsetWidth)
    bar.current.style.translate = `${left}px ${line.top - around.top - ABOVE_PX}px`
  })
  return bar
}
