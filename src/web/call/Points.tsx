import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { PlusIcon } from '../parts/icons.tsx'
import { useDesk } from './Desk.tsx'
import { addEntry, changeEntry } from './edits.ts'
import { EditButton } from './Items.tsx'
import { Part } from './Part.tsx'
import css from './Rows.module.css'
import { Section } from './Section.tsx'
import { refocus } from './SentenceEditor.tsx'

type List = 'questions' | 'decisions' | 'notes'

interface Props {
  list: List
  title: string
  note?: string
  /** For our own side only: stands apart from what the customer gets. */
  inward?: boolean
}

/** Open questions, decisions, or notes: one sentence each. Hidden while there is none and none may be added. */
export function Points({ list, title, note, inward = false }: Props) {
  const { followUp, editable, editing, edit } = useDesk()
  const points = followUp[list]
  const newKey = `${list}:new`
  if (points.length === 0 && !editable) return null
  return (
    <Section
      title={title}
      inward={inward}
      {...(note ? { note } : {})}
      action={
        editable && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<PlusIcon size={13} />}
            onClick={() => edit(newKey)}
            aria-label={`Add to “${title}”`}
          >
            Add
          </Button>
        )
      }
    >
      {points.length === 0 && editing !== newKey && <p className={css['none']}>None.</p>}
      <ul className={css['rows']}>
        {points.map((point, index) => (
          <li key={index} className={css['row']}>
            {editing === `${list}:${index}` ? (
              <PointEditor list={list} index={index} text={point.text} />
            ) : (
              <>
                <Part
                  list={list}
                  index={index}
                  text={point.text}
                  evidence={point.evidence}
                  kind="grounded"
                  as="div"
                >
                  <span className={css['text']}>{point.text}</span>
                </Part>
                <EditButton partKey={`${list}:${index}`} what={point.text} />
              </>
            )}
          </li>
        ))}
        {editing === newKey && (
          <li className={css['row']}>
            <PointEditor list={list} index={null} text="" />
          </li>
        )}
      </ul>
    </Section>
  )
}

function PointEditor({ list, index, text }: { list: List; index: number | null; text: string }) {
  const { desk, edit } = useDesk()
  const [before] = useState(text)
  const [typed, setTyped] = useState(text)
  const close = (): void => {
    edit(null)
    if (index !== null) refocus(`${list}:${index}`)
  }
  const save = (): void => {
    const words = typed.trim()
    if (index === null && words) {
      desk.save(
        list === 'questions'
          ? addEntry('questions', { text: words, evidence: [], askedBy: 'unknown' })
          : addEntry(list, { text: words, evidence: [] }),
      )
    } else if (index !== null && words !== before) {
      desk.save(
        changeEntry(list, index, before, (point) => (words ? { ...point, text: words } : null), words),
      )
    }
    close()
  }
  return (
    <form
      className={css['editor']}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
        if (
          event.key === 'Enter' &&
          !event.shiftKey &&
          !event.nativeEvent.isComposing &&
          event.target instanceof HTMLTextAreaElement
        ) {
          event.preventDefault()
          save()
        }
      }}
    >
      <Textarea
        aria-label="Text"
        size="xs"
        autoFocus
        rows={1}
        classNames={{ input: css['area'] ?? '' }}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button type="submit" size="compact-sm">
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
        {index !== null && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            ml="auto"
            onClick={() => {
              desk.save(changeEntry(list, index, before, () => null))
              edit(null)
            }}
          >
            Remove
          </Button>
        )}
      </Group>
    </form>
  )
}
