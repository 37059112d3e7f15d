import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNow } from '../parts/useNow.ts'
import css from './Health.module.css'
import { useHealthAction } from './useHealthAction.ts'

const HOUR_MS = 3_600_000

/** Lets all deliveries of some hours count once more, after saying what that does. */
export function ReplayWindow() {
  const [isOpen, open] = useState(false)
  return (
    <>
      <Button size="xs" variant="default" onClick={() => open(true)}>
        Replay a window
      </Button>
      <Modal opened={isOpen} onClose={() => open(false)} title="Replay deliveries">
        <Fields onDone={() => open(false)} />
      </Modal>
    </>
  )
}

function Fields({ onDone }: { onDone: () => void }) {
  const now = useNow()
  const [from, setFrom] = useState(() => hereMinute(now - HOUR_MS))
  const [to, setTo] = useState('')
  const replay = useHealthAction('replay')
  const isWrong = from === '' || (to !== '' && to <= from)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isWrong) return
        const until = to === '' ? {} : { to: new Date(to).toISOString() }
        replay.mutate({ from: new Date(from).toISOString(), ...until }, { onSuccess: onDone })
      }}
    >
      <p>
        Every delivery of this time counts once more, as if it came now. Nothing is followed up twice: a call
        that has its follow-up is read again, and a new version is offered only where its transcript changed.
      </p>
      <Group gap="sm" mt="md" align="flex-start">
        <TextInput
          type="datetime-local"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="To"
          description={to === '' ? 'Empty: until now' : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={to !== '' && to <= from ? 'Earlier than its beginning' : undefined}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Group>
      <p className={css['quiet']}>Test deliveries are left out.</p>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={replay.isPending} disabled={isWrong}>
          Replay
        </Button>
      </Group>
    </form>
  )
}

/** A moment as a field for date and time wants it: the reader's own clock. */
function hereMinute(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
