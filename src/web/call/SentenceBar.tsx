import { Button } from '@mantine/core'
import { useLayoutEffect, useState, type RefObject } from 'react'
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
  const place = usePlace(mail, sentence && spot ? spot.key : null, followUp)
  if (!spot || !sentence || !place) return null
  return (
    <div className={css['bar']} role="toolbar" aria-label="The chosen sentence" style={place}>
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

function usePlace(mail: RefObject<HTMLElement | null>, key: string | null, redrawn: unknown) {
  const [place, setPlace] = useState<{ top: number; left: number } | null>(null)
  useLayoutEffect(() => {
    const box = mail.current
    const line = key && box?.querySelector(`[data-part="${key}"]`)?.getClientRects()[0]
    if (!box || !line) return setPlace(null)
    const around = box.getBoundingClientRect()
    const left = Math.max(0, Math.min(line.left - around.left, around.width - 300))
    setPlace({ top: line.top - around.top - ABOVE_PX, left })
  }, [mail, key, redrawn])
  return place
}
