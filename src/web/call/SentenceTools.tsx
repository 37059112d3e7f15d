import { ActionIcon, Tooltip } from '@mantine/core'
import { useLayoutEffect, useRef, type RefObject } from 'react'
import { PenIcon, TrashIcon } from '../parts/icons.tsx'
import { useDesk } from './Desk.tsx'
import { removeSentence } from './edits.ts'
import css from './Mail.module.css'
import { useSelected, useSpots } from './spots.ts'

/** Beside the chosen sentence, in a margin of their own: they never cover what one reads. */
export function SentenceTools({ mail }: { mail: RefObject<HTMLElement | null> }) {
  const { followUp, desk, edit } = useDesk()
  const spots = useSpots()
  const spot = useSelected()
  const index = spot?.key.startsWith('sentences:') ? Number(spot.key.slice('sentences:'.length)) : -1
  const sentence = followUp.sentences[index]
  const tools = useBeside(mail, sentence && spot ? spot.key : null)
  if (!spot || !sentence) return null
  return (
    <div className={css['tools']} role="toolbar" aria-label="The chosen sentence" ref={tools}>
      <Tooltip label="Edit (e)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit: ${sentence.text}`}
          onClick={() => edit(spot.key)}
        >
          <PenIcon size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Remove">
        <ActionIcon
          className={css['remove']}
          variant="subtle"
          color="gray"
          aria-label={`Remove: ${sentence.text}`}
          onClick={() => {
            desk.save(removeSentence(index, sentence.text))
            spots.select(null)
          }}
        >
          <TrashIcon size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

/** Keeps an element beside the first line of the chosen sentence, wherever the text flows. */
function useBeside(mail: RefObject<HTMLElement | null>, key: string | null) {
  const tools = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = mail.current
    const line = key && box?.querySelector(`[data-part="${key}"]`)?.getClientRects()[0]
    if (!box || !line || !tools.current) return
    const middle = line.top + line.height / 2 - box.getBoundingClientRect().top
    tools.current.style.top = `${middle - tools.current.offsetHeight / 2}px`
  })
  return tools
}
