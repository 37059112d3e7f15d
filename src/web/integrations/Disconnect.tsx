import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { useGongAction } from './useGongAction.ts'

/** Asks once, and says what goes and what stays. */
export function Disconnect() {
  const [open, setOpen] = useState(false)
  const disconnect = useGongAction('disconnect', () => setOpen(false))
  return (
    <>
      <Button variant="default" color="red" onClick={() => setOpen(true)}>
        Disconnect
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Disconnect Gong?">
        <p>
          <b>What goes:</b> our access to Gong and Gong’s notification of new calls. No new call comes in.
        </p>
        <p style={{ marginTop: 8 }}>
          <b>What stays:</b> all calls and follow-ups, and the client you entered. Connecting again picks up
          where you left.
        </p>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setOpen(false)}>
            Stay connected
          </Button>
          <Button color="red" loading={disconnect.isPending} onClick={() => disconnect.mutate({})}>
            Disconnect
          </Button>
        </Group>
      </Modal>
    </>
  )
}
