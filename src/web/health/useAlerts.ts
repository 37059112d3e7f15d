import { notifications } from '@mantine/notifications'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  Alerts,
  AlertsInput,
  ChangedAlerts,
  TestedAlerts,
} from '../../connections/alerts/alert-shapes.ts'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import { wordsOf } from '../parts/Note.tsx'

export type { Alerts }

const PATH = '/api/admin/alerts'

/** Below the connection's key: where an issue opens or closes, somebody may be told. */
export const alertsQuery = queryOptions({
  queryKey: [...keys.gong, 'alerts'],
  queryFn: ({ signal }) => api.get<Alerts>(PATH, {}, signal),
  // What came of a sending is not announced.
  refetchInterval: 10_000,
})

/** Changes who is told; answers the webhook's secret where there is a new one. */
export function useChangeAlerts() {
  const client = useQueryClient()
  return useMutation({
    // What is being read now would show the former state once more.
    onMutate: () => client.cancelQueries({ queryKey: alertsQuery.queryKey }),
    mutationFn: (input: AlertsInput) => api.put<ChangedAlerts>(PATH, input),
    onSuccess: ({ secret: _shown, ...alerts }) => client.setQueryData(alertsQuery.queryKey, alerts),
  })
}

export function useTestAlerts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<TestedAlerts>(`${PATH}/test`),
    onSuccess: (tested) => notifications.show(sentence(tested)),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'No test was sent', message: wordsOf(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: alertsQuery.queryKey }),
  })
}

function sentence({ email, webhook }: TestedAlerts): { color?: string; message: string } {
  const parts = [
    email && (email.sent ? 'A mail is on its way to you.' : `The mail did not leave: ${email.failure}`),
    webhook && (webhook.sent ? 'The webhook was accepted.' : `The webhook failed: ${webhook.failure}`),
  ]
  const isWell = email?.sent !== false && webhook?.sent !== false
  return { ...(isWell ? {} : { color: 'red' }), message: parts.filter(Boolean).join(' ') }
}
