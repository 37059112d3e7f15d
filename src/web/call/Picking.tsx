import { Button } from '@mantine/core'
import { Note } from '../parts/Note.tsx'
import { usePicking, useSpots } from './spots.ts'

/** While one chooses what rests on the selected words. */
export function Picking() {
  const spots = useSpots()
  const picking = usePicking()
  if (!picking) return null
  return (
    <Note
      tone="info"
      title="Choose the sentence or promise that rests on these words"
      actions={
        <Button size="xs" variant="default" onClick={() => spots.pick(null)}>
          Cancel
        </Button>
      }
    />
  )
}
