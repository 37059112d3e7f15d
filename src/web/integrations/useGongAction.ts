import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { wordsOf } from '../parts/Note.tsx'

const ACTIONS = {
  resubscribe: {
    run: (body: unknown) => api.post<GongConnection>('/api/integrations/gong/resubscribe', body),
    failed: 'The subscription was not made',
  },
  reconcile: {
    run: () => api.post('/api/integrations/gong/reconcile'),
    failed: 'The lists were not compared',
  },
  disconnect: {
    run: () => api.delete<GongConnection>('/api/integrations/gong'),
    failed: 'Gong is still connected',
  },
}

/** An act on the connection; what it changed is shown, what failed is said. */
export function useGongAction(name: keyof typeof ACTIONS, onDone?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: unknown) => ACTIONS[name].run(body),
    onSuccess: async () => {
      onDone?.()
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.gong }),
        client.invalidateQueries({ queryKey: keys.calls }),
      ])
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: ACTIONS[name].failed, message: wordsOf(error) }),
  })
}
