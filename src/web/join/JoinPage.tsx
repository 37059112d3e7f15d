import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import { meQuery } from '../api/queries.ts'
import { Entry } from '../parts/Entry.tsx'
import { faultsOf, passwordFault, PASSWORD_LEAST } from '../parts/faults.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'
import { useForm } from '../parts/useForm.ts'
import { useSecretFromAddress } from '../parts/useSecretFromAddress.ts'

/** Behind a one-time link: a colleague joins, or chooses a new password. */
export function JoinPage() {
  const token = useSecretFromAddress()
  if (!token) {
    return (
      <Entry title="This link is not whole">
        <Note tone="info" title="Open the whole link that you were given">
          Its last part is missing here. A link works once; if you used it already,{' '}
          <Link to="/login">sign in</Link>.
        </Note>
      </Entry>
    )
  }
  return <JoinForm token={token} />
}

function JoinForm({ token }: { token: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '', password: '' },
    check: (values) => faultsOf({ name: undefined, password: passwordFault(values.password) }),
    submit: async (values) => {
      const name = values.name.trim()
      await api.post('/api/join', { token, password: values.password, ...(name ? { name } : {}) })
      await client.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: '/calls' })
    },
  })
  return (
    <Entry title="Welcome to FastFollow" sentence="Choose a password of your own.">
      <form onSubmit={(event) => void form.onSubmit(event)} noValidate>
        <Stack gap="md">
          {form.error !== undefined && <ErrorNote what="You have not joined yet" error={form.error} />}
          <TextInput
            label="Your name"
            description="Leave it empty if you only choose a new password."
            autoComplete="name"
            autoFocus
            {...form.field('name')}
          />
          <PasswordInput
            label="Password"
            description={`At least ${PASSWORD_LEAST} characters.`}
            autoComplete="new-password"
            {...form.field('password')}
          />
          <Button type="submit" loading={form.busy} fullWidth size="md" mt={4}>
            Continue
          </Button>
        </Stack>
      </form>
    </Entry>
  )
}
