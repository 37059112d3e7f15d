import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { wordsOf } from '../parts/Note.tsx'

const GONG = '/api/integrations/gong'

const ACTIONS = {
  resubscribe: {
    run: (body: unknown) => api.post<GongConnection>(`${GONG}/resubscribe`, body),
    failed: 'The subscription was not made',
  },
  reconcile: {
    run: () => api.post(`${GONG}/reconcile`),
    failed: 'The lists were not compared',
  },
  listsOnly: {
    run: () => api.post<GongConnection>(`${GONG}/lists-only`),
    failed: 'Calls arrive as before',
  },
  disconnect: {
    run: () => api.delete<GongConnection>(GONG),
    failed: 'Gong is still connected',
  },
  owner: {
    run: (body: unknown) => api.post<GongConnection>(`${GONG}/owner`, body),
    failed: 'The connection was not handed over',
  },
  rotate: {
    run: () => api.post(`${GONG}/rotate-key`),
    failed: 'The address was not changed',
    done: 'There is a new address. The old one works for another hour.',
  },
  rule: {
    run: (body: unknown) => api.put(`${GONG}/rule`, body),
    failed: 'The rule was not changed',
  },
} satisfies Record<string, { run: (body: unknown) => Promise<unknown>; failed: string; done?: string }>

/** An act on the connection; what it changed is shown, what failed is said. */
export function useGongAction(name: keyof typeof ACTIONS, onDone?: () => void) {
  const client = useQueryClient()
  const action: { run: (body: unknown) => Promise<unknown>; failed: string; done?: string } = ACTIONS[name]
  return useMutation({
    mutationFn: (body: unknown) => action.run(body),
    onSuccess: async () => {
      onDone?.()
      if (action.done) notifications.show({ message: action.done })
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.gong }),
        client.invalidateQueries({ queryKey: keys.calls }),
      ])
    },
    onError: (error) => notifications.show({ color: 'red', title: action.failed, message: wordsOf(error) }),
  })
}
