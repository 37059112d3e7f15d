import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { CallSummary } from '../api/types.ts'
import { titleOf } from './title.ts'
import { wordsOf } from '../parts/Note.tsx'

/** "Write one" where a rule said no, "Try again" where something failed. */
export function RetryButton({
  call,
  size = 'compact-sm',
}: {
  call: Pick<CallSummary, 'id' | 'state' | 'title' | 'gongCallId'>
  size?: string
}) {
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => api.post(`/api/calls/${encodeURIComponent(call.id)}/retry`),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.calls }),
        client.invalidateQueries({ queryKey: keys.call(call.id) }),
      ])
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: 'That did not work', message: wordsOf(error) }),
  })
  const label = call.state === 'skipped' ? 'Write one' : call.state === 'expected' ? 'Look now' : 'Try again'
  return (
    <Button
      size={size}
      variant="default"
      loading={retry.isPending}
      onClick={() => retry.mutate()}
      aria-label={`${label}: ${titleOf(call)}`}
      style={{ position: 'relative', zIndex: 1 }}
    >
      {label}
    </Button>
  )
}
