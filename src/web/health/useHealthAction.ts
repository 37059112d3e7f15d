import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import { wordsOf } from '../parts/Note.tsx'

interface Act {
  path: string
  /** What is said when it worked, with how many it concerned. */
  done: (count: number) => string
  failed: string
}

const ACTS = {
  retry: {
    path: '/api/admin/health/retry',
    done: (count) => (count === 1 ? 'One job runs again.' : `${count} jobs run again.`),
    failed: 'Nothing was started again',
  },
  replay: {
    path: '/api/admin/health/replay',
    done: (count) =>
      count === 1 ? 'One delivery counts once more.' : `${count} deliveries count once more.`,
    failed: 'Nothing was replayed',
  },
  test: {
    path: '/api/admin/health/send-test',
    done: () => 'The simulator has finished a call. Its event should arrive within seconds.',
    failed: 'No test was sent',
  },
} satisfies Record<string, Act>

/** An act of the health page; what came of it is said, and the page read again. */
export function useHealthAction(name: keyof typeof ACTS) {
  const client = useQueryClient()
  const act: Act = ACTS[name]
  return useMutation({
    mutationFn: (body: unknown) => api.post<{ count?: number }>(act.path, body),
    onSuccess: async ({ count = 0 }) => {
      notifications.show({ message: act.done(count) })
      await client.invalidateQueries({ queryKey: keys.gong })
    },
    onError: (error) => notifications.show({ color: 'red', title: act.failed, message: wordsOf(error) }),
  })
}
