import { Button, Code, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import { meQuery } from '../api/queries.ts'
import { Entry } from '../parts/Entry.tsx'
import { emailFault, faultsOf, missing, passwordFault, PASSWORD_LEAST } from '../parts/faults.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'
import { useForm } from '../parts/useForm.ts'
import { useSecretFromAddress } from '../parts/useSecretFromAddress.ts'

/** The first person makes the workspace, with the link that the program printed. */
export function SetupPage() {
  const setupToken = useSecretFromAddress()
  const me = useQuery(meQuery)
  if (me.data && !me.data.setupNeeded) return <AlreadyDone />
  if (!setupToken) return <NoLink />
  return <SetupForm setupToken={setupToken} />
}

function SetupForm({ setupToken }: { setupToken: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '', email: '', password: '', workspaceName: '' },
    check: (values) =>
      faultsOf({
        name: missing(values.name, 'Please give your name; it stands under your mails.'),
        email: emailFault(values.email),
        password: passwordFault(values.password),
        workspaceName: missing(values.workspaceName, 'Please give your company’s or team’s name.'),
      }),
    submit: async (values) => {
      await api.post('/api/setup', { ...values, email: values.email.trim(), setupToken })
      await client.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: '/integrations/gong' })
    },
  })
  return (
    <Entry title="Set up FastFollow" sentence="You become the owner. Next comes the connection to Gong.">
      <form onSubmit={(event) => void form.onSubmit(event)} noValidate>
        <Stack gap="md">
          {form.error !== undefined && <ErrorNote what="The workspace was not made" error={form.error} />}
          <TextInput label="Your name" autoComplete="name" autoFocus {...form.field('name')} />
          <TextInput
            label="E-mail"
            description="The address you use in Gong, so that your calls find you."
            type="email"
            autoComplete="email"
            {...form.field('email')}
          />
          <PasswordInput
            label="Password"
            description={`At least ${PASSWORD_LEAST} characters.`}
            autoComplete="new-password"
            {...form.field('password')}
          />
          <TextInput
            label="Workspace"
            description="Your company’s or team’s name."
            autoComplete="organization"
            {...form.field('workspaceName')}
          />
          <Button type="submit" loading={form.busy} fullWidth size="md" mt={4}>
            Create the workspace
          </Button>
        </Stack>
      </form>
    </Entry>
  )
}

function NoLink() {
  return (
    <Entry title="Open the setup link" sentence="This FastFollow has no owner yet.">
      <Note tone="info" title="The link stands where FastFollow was started">
        Each start prints a line with <Code>/setup#token=…</Code> until it was used. Open that link in this
        browser. It proves that you are the one who runs this server.
      </Note>
    </Entry>
  )
}

function AlreadyDone() {
  return (
    <Entry title="Set up already" sentence="This FastFollow has an owner. The setup link works once.">
      <Link to="/login">Sign in</Link>
    </Entry>
  )
}
