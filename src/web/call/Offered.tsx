import { Button } from '@mantine/core'
import { Note } from '../parts/Note.tsx'
import { useDesk } from './Desk.tsx'

/** The writer made a newer version, but a person had worked on this one: it is offered, never forced. */
export function Offered({ onLook }: { onLook: () => void }) {
  const { followUp } = useDesk()
  if (followUp.offeredVersion === null) return null
  return (
    <Note
      tone="info"
      title="The writer has a new version"
      actions={
        <Button size="xs" onClick={onLook}>
          Compare
        </Button>
      }
    >
      What you wrote stays until you choose version {followUp.offeredVersion}.
    </Note>
  )
}
