import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useRouter, useSearch } from '@tanstack/react-router'
import { api, ApiError } from '../api/api.ts'
import { meQuery } from '../api/queries.ts'
import { Entry } from '../parts/Entry.tsx'
import { insideOnly } from './inside-only.ts'
import { emailFault, faultsOf, missing } from '../parts/faults.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { useForm } from '../parts/useForm.ts'

/** Sign in, then on to where one wanted to go. */
export function LoginPage() {
  const client = useQueryClient()
  const router = useRouter()
  const { to } = useSearch({ from: '/login' })
  const me = useQuery(meQuery)
  const form = useForm({
    initial: { email: '', password: '' },
    check: (values) =>
      faultsOf({
        email: emailFault(values.email),
        password: missing(values.password, 'Please give your password.'),
      }),
    submit: async ({ email, password }) => {
      await signIn(email.trim(), password)
      await client.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(insideOnly(to))
    },
  })
  if (me.data?.setupNeeded) return <Navigate to="/setup" />
  return (
    <Entry title="Sign in">
      <form onSubmit={(event) => void form.onSubmit(event)} noValidate>
        <Stack gap="md">
          {form.error !== undefined && <ErrorNote what="You are not signed in" error={form.error} />}
          <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.field('email')} />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            description="Forgotten? Your admin can make you a new link."
            {...form.field('password')}
          />
          <Button type="submit" loading={form.busy} fullWidth size="md" mt={4}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Entry>
  )
}

async function signIn(email: string, password: string): Promise<void> {
  try {
    await api.post('/api/auth/sign-in/email', { email, password })
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      throw new ApiError(401, error.code, 'E-mail and password do not match. Check both and try again.')
    }
    throw error
  }
}
