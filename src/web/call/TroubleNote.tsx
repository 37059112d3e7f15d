import { Button } from '@mantine/core'
import { Note } from '../parts/Note.tsx'
import { useDesk } from './Desk.tsx'

/** A change that is not saved: why, what was typed, and the two ways on. Nothing typed is ever lost silently. */
export function TroubleNote() {
  const { desk } = useDesk()
  const { trouble } = desk
  if (!trouble) return null
  const { edit, conflict, message } = trouble
  return (
    <Note
      tone={conflict ? 'warn' : 'bad'}
      title={`Your change of ${edit.what} is not saved`}
      actions={
        <>
          <Button size="xs" onClick={() => (conflict ? desk.saveAnyway(edit) : desk.save(edit))}>
            {conflict ? 'Put mine in now' : 'Try again'}
          </Button>
          <Button size="xs" variant="default" onClick={desk.forget}>
            {conflict ? 'Keep theirs' : 'Let it go'}
          </Button>
        </>
      }
    >
      {message}
      {edit.typed && (
        <>
          {' '}
          You wrote: <q>{edit.typed}</q>
        </>
      )}
    </Note>
  )
}
