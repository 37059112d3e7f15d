import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { faultsOf, missing } from '../parts/faults.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { useForm } from '../parts/useForm.ts'
import { ConnectButton, goToGong } from './ConnectButton.tsx'

/** The simulator knows every client whose id begins so, with any secret. */
const SIMULATOR_CLIENT = { clientId: 'sim-fastfollow', clientSecret: 'simulator' }

/** The OAuth client: what is stored, or the fields for another one. */
export function ClientForm({ connection }: { connection: GongConnection }) {
  const { client } = connection
  const [changing, setChanging] = useState(client === null)
  if (changing || client === null) {
    return <Fields connection={connection} {...(client ? { onCancel: () => setChanging(false) } : {})} />
  }
  const isDemo = client.clientId.startsWith('sim-')
  return (
    <Stack gap="sm">
      <p>
        Client <code>{client.clientId}</code>{' '}
        {isDemo
          ? '(of the simulator)'
          : client.from === 'deployment'
            ? '(set for this whole server)'
            : client.waits
              ? '(entered here, used once you have reconnected)'
              : '(entered here)'}
      </p>
      <Group gap="xs">
        <ConnectButton connection={connection} />
        <Button variant="default" onClick={() => setChanging(true)}>
          {isDemo ? 'Use our real Gong instead' : 'Enter another client'}
        </Button>
      </Group>
    </Stack>
  )
}

function Fields({ connection, onCancel }: { connection: GongConnection; onCancel?: () => void }) {
  const client = useQueryClient()
  const demo = connection.simulatorUrl !== null && connection.client === null
  const form = useForm({
    initial: demo ? SIMULATOR_CLIENT : { clientId: '', clientSecret: '' },
    check: (values) =>
      faultsOf({
        clientId: missing(values.clientId, 'Please enter the client id that Gong shows.'),
        clientSecret: missing(values.clientSecret, 'Please enter the client secret that Gong shows.'),
      }),
    submit: async ({ clientId, clientSecret }) => {
      const gong = clientId.trim().startsWith('sim-') ? 'simulator' : 'real'
      await api.put('/api/integrations/gong/client', {
        clientId: clientId.trim(),
        clientSecret: clientSecret.trim(),
        gong,
      })
      await client.invalidateQueries({ queryKey: keys.gong })
      goToGong()
    },
  })
  const belongsTo = form.values.clientId.trim().startsWith('sim-')
    ? 'This client belongs to the simulator.'
    : 'From the integration that you created in Gong.'
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} noValidate>
      <Stack gap="sm" maw={460}>
        {form.error !== undefined && <ErrorNote what="The client was not stored" error={form.error} />}
        <TextInput
          label="Client id"
          description={belongsTo}
          autoComplete="off"
          spellCheck={false}
          {...form.field('clientId')}
        />
        <PasswordInput label="Client secret" autoComplete="off" {...form.field('clientSecret')} />
        <Group gap="xs">
          <Button type="submit" loading={form.busy}>
            Save and connect
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
