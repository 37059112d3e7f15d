import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { FoundCall } from '../api/types.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'

/** "Where is a call?": for someone who misses one. It is here, or watched for from now on. */
export function FindCall({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="Where is a call?">
      <FindForm onClose={onClose} />
    </Modal>
  )
}

function FindForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [gong, setGong] = useState('')
  const find = useMutation({
    mutationFn: () => api.post<FoundCall>('/api/calls', { gong: gong.trim() }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.calls }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (gong.trim()) find.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Link to the call in Gong, or its number"
          description="In Gong, open the call and copy the address from the browser."
          placeholder="https://app.gong.io/call?id=…"
          data-autofocus
          value={gong}
          onChange={(event) => setGong(event.currentTarget.value)}
        />
        {find.isError && <ErrorNote what="We could not look for it" error={find.error} />}
        {find.data && (
          <Note
            tone={find.data.found === 'here' ? 'good' : 'info'}
            title={find.data.message}
            actions={
              find.data.call && (
                <Link to="/calls/$id" params={{ id: find.data.call.id }} onClick={onClose}>
                  Open {find.data.call.title ?? 'the call'}
                </Link>
              )
            }
          />
        )}
        <Button type="submit" loading={find.isPending} disabled={!gong.trim()}>
          Find it
        </Button>
      </Stack>
    </form>
  )
}
