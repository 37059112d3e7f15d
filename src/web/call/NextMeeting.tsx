import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FollowUpContent } from '../api/types.ts'
import { PlusIcon } from '../parts/icons.tsx'
import { calendarDay } from '../parts/time.ts'
import { useDesk } from './Desk.tsx'
import { changeNextMeeting } from './edits.ts'
import { EditButton } from './Items.tsx'
import { Part } from './Part.tsx'
import css from './Rows.module.css'
import { Section } from './Section.tsx'

type Meeting = NonNullable<FollowUpContent['nextMeeting']>

/** When both sides meet again, as far as it was said. */
export function NextMeeting() {
  const { call, followUp, editable, editing, edit } = useDesk()
  const meeting = followUp.nextMeeting
  if (!meeting && !editable) return null
  return (
    <Section
      title="Next meeting"
      action={
        editable &&
        !meeting && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<PlusIcon size={13} />}
            onClick={() => edit('meeting')}
            aria-label="Add a next meeting"
          >
            Add
          </Button>
        )
      }
    >
      {editing === 'meeting' || editing === 'meeting:0' ? (
        <MeetingEditor meeting={meeting ?? { text: '', date: null, time: null, words: null, evidence: [] }} />
      ) : meeting ? (
        <div className={css['row']}>
          <Part
            list="meeting"
            index={0}
            text={meeting.text}
            evidence={meeting.evidence}
            kind="grounded"
            as="div"
          >
            <span>
              {meeting.date && (
                <b className={css['owner']}>
                  {calendarDay(meeting.date)}
                  {meeting.time && `, ${meeting.time} (${zoneOf(call.timeZone)})`}
                  {': '}
                </b>
              )}
              <span className={css['text']}>{meeting.text}</span>{' '}
              {meeting.words && <span className={css['due']}>“{meeting.words}”</span>}
            </span>
          </Part>
          <EditButton partKey="meeting:0" what="the next meeting" />
        </div>
      ) : (
        <p className={css['none']}>None was said.</p>
      )}
    </Section>
  )
}

const zoneOf = (timeZone: string): string => timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone

function MeetingEditor({ meeting }: { meeting: Meeting }) {
  const { desk, edit } = useDesk()
  const [draft, setDraft] = useState(meeting)
  const change = (part: Partial<Meeting>): void => setDraft({ ...draft, ...part })
  const close = (): void => edit(null)
  const save = (): void => {
    const text = draft.text.trim() || (draft.date ? 'Next meeting' : '')
    if (text && JSON.stringify(draft) !== JSON.stringify(meeting))
      desk.save(changeNextMeeting({ ...draft, text }))
    close()
  }
  return (
    <form
      className={css['editor']}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Textarea
        label="What"
        size="xs"
        autoFocus
        rows={1}
        classNames={{ input: css['area'] ?? '' }}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <div className={css['fields']}>
        <TextInput
          label="Day"
          size="xs"
          type="date"
          value={draft.date ?? ''}
          onChange={(event) => change({ date: event.currentTarget.value || null, words: null })}
        />
        <TextInput
          label="Time, in the call’s time zone"
          size="xs"
          type="time"
          value={draft.time ?? ''}
          onChange={(event) => change({ time: event.currentTarget.value.slice(0, 5) || null, words: null })}
        />
      </div>
      <Group gap="xs">
        <Button type="submit" size="compact-sm">
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          ml="auto"
          onClick={() => {
            desk.save(changeNextMeeting(null))
            close()
          }}
        >
          Remove
        </Button>
      </Group>
    </form>
  )
}
