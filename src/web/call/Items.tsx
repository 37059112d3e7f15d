import { ActionIcon, Button, Tooltip } from '@mantine/core'
import type { ActionItem } from '../api/types.ts'
import { PenIcon, PlusIcon } from '../parts/icons.tsx'
import { calendarDay } from '../parts/time.ts'
import { useDesk } from './Desk.tsx'
import { ItemEditor } from './ItemEditor.tsx'
import { Part } from './Part.tsx'
import css from './Rows.module.css'
import { Section } from './Section.tsx'

/** What one side promised: who, what, until when. */
export function Items({ side }: { side: ActionItem['side'] }) {
  const { followUp, editable, editing, edit } = useDesk()
  const rows = followUp.items.map((item, index) => ({ item, index })).filter(({ item }) => item.side === side)
  const title = side === 'ours' ? 'We do' : 'They do'
  const newKey = `items:new:${side}`
  return (
    <Section
      title={title}
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
      {rows.length === 0 && editing !== newKey && <p className={css['none']}>Nothing promised.</p>}
      <ul className={css['rows']}>
        {rows.map(({ item, index }) => (
          <li key={index} className={css['row']}>
            {editing === `items:${index}` ? (
              <ItemEditor index={index} item={item} />
            ) : (
              <Item index={index} item={item} />
            )}
          </li>
        ))}
        {editing === newKey && (
          <li className={css['row']}>
            <ItemEditor
              index={null}
              item={{
                side,
                text: '',
                owner: null,
                dueDate: null,
                dueWords: null,
                evidence: [],
                kind: 'yours',
              }}
            />
          </li>
        )}
      </ul>
    </Section>
  )
}

function Item({ index, item }: { index: number; item: ActionItem }) {
  return (
    <>
      <Part list="items" index={index} text={item.text} evidence={item.evidence} kind={item.kind} as="div">
        <span className={css['item']}>
          <span className={css['owner']} data-missing={item.owner === null || undefined}>
            {item.owner ?? 'No owner said'}
          </span>{' '}
          <span className={css['text']}>{item.text}</span> <Due item={item} />
        </span>
      </Part>
      <EditButton partKey={`items:${index}`} what={item.text} />
    </>
  )
}

function Due({ item }: { item: ActionItem }) {
  if (!item.dueDate && !item.dueWords) return <span className={css['due']}>no date said</span>
  return (
    <span className={css['due']}>
      {item.dueDate && <b className={css['date']}>{calendarDay(item.dueDate)}</b>}
      {item.dueWords && ` “${item.dueWords}”`}
    </span>
  )
}

export function EditButton({ partKey, what }: { partKey: string; what: string }) {
  const { editable, edit } = useDesk()
  if (!editable) return null
  return (
    <Tooltip label="Edit (e)">
      <ActionIcon
        className={css['edit']}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Edit: ${what}`}
        onClick={() => edit(partKey)}
      >
        <PenIcon size={14} />
      </ActionIcon>
    </Tooltip>
  )
}
