import { Button, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { ActionItem } from '../api/types.ts'
import { useDesk } from './Desk.tsx'
import { addEntry, changeEntry } from './edits.ts'
import css from './Rows.module.css'
import { refocus } from './SentenceEditor.tsx'

/** A promise being written or corrected: whose, what, who, until when. `index` null = a new one. */
export function ItemEditor({ index, item }: { index: number | null; item: ActionItem }) {
  const { call, desk, edit } = useDesk()
  const [before] = useState(item.text)
  const [draft, setDraft] = useState(item)
  const names = useId()
  const change = (part: Partial<ActionItem>): void => setDraft({ ...draft, ...part })

  const close = (): void => {
    edit(null)
    if (index !== null) refocus(`items:${index}`)
  }
  const save = (): void => {
    const next: ActionItem = {
      ...draft,
      text: draft.text.trim(),
      owner: draft.owner?.trim() || null,
      kind: 'yours',
    }
    if (next.text === '') return
    if (index === null) desk.save(addEntry('items', next))
    else if (JSON.stringify(draft) !== JSON.stringify(item))
      desk.save(changeEntry('items', index, before, () => next, next.text))
    close()
  }
  const remove = (): void => {
    if (index !== null) desk.save(changeEntry('items', index, before, () => null))
    edit(null)
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
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
      }}
    >
      <Textarea
        label="What"
        size="xs"
        autoFocus
        rows={1}
        value={draft.text}
        classNames={{ input: css['area'] ?? '' }}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <div className={css['fields']}>
        <TextInput
          label="Who"
          size="xs"
          list={names}
          placeholder="Not said"
          value={draft.owner ?? ''}
          onChange={(event) => change({ owner: event.currentTarget.value || null })}
        />
        <TextInput
          label="Until"
          size="xs"
          type="date"
          value={draft.dueDate ?? ''}
          // Words that led to another day would contradict the one chosen by hand.
          onChange={(event) => change({ dueDate: event.currentTarget.value || null, dueWords: null })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Whose promise"
          value={draft.side}
          data={[
            { value: 'ours', label: 'We do' },
            { value: 'theirs', label: 'They do' },
          ]}
          onChange={(side) => change({ side: side === 'ours' ? 'ours' : 'theirs' })}
        />
      </div>
      <datalist id={names}>
        {call.parties.map((party) => party.name && <option key={party.name} value={party.name} />)}
      </datalist>
      <Group gap="xs">
        <Button type="submit" size="compact-sm" disabled={draft.text.trim() === ''}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
        {index !== null && (
          <Button size="compact-sm" variant="subtle" color="red" ml="auto" onClick={remove}>
            Remove
          </Button>
        )}
      </Group>
    </form>
  )
}
