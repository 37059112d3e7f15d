import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '../parts/Note.tsx'
import { AlertWebhook } from './AlertWebhook.tsx'
import css from './Health.module.css'
import { LastSending } from './LastSending.tsx'
import { Section } from './Section.tsx'
import { alertsQuery, useChangeAlerts, useTestAlerts, type Alerts } from './useAlerts.ts'

/** Who hears of an issue without looking here: by mail, and by an outgoing webhook. */
export function WhoIsTold() {
  const query = useQuery(alertsQuery)
  const alerts = query.data
  if (!alerts)
    return (
      <Section title="Who is told">
        {query.isError ? (
          <ErrorNote
            what="Who is told could not be read"
            error={query.error}
            retry={() => void query.refetch()}
          />
        ) : (
          <p className={css['quiet']}>Reading…</p>
        )}
      </Section>
    )
  return (
    <Section title="Who is told" actions={<TestButton alerts={alerts} />}>
      <p className={css['quiet']}>
        When something is wrong for a minute, and when it works again: together, and not again within the
        hour.
      </p>
      <Mail alerts={alerts} />
      <AlertWebhook alerts={alerts} />
    </Section>
  )
}

function TestButton({ alerts }: { alerts: Alerts }) {
  const test = useTestAlerts()
  const { email, webhook } = alerts
  if (webhook.url === null && !(email.isSetUp && email.isOn)) return null
  return (
    <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
      Send a test
    </Button>
  )
}

function Mail({ alerts }: { alerts: Alerts }) {
  const change = useChangeAlerts()
  // The box moves with the click, and back if nothing was changed.
  const [wanted, want] = useState<boolean | null>(null)
  const { email, webhook } = alerts
  const set = (isOn: boolean): void => {
    want(isOn)
    change.mutate({ webhookUrl: webhook.url, email: isOn }, { onSettled: () => want(null) })
  }
  if (!email.isSetUp)
    return (
      <p>
        Nobody by mail: this server has no mail server yet (<code>SMTP_URL</code> and <code>MAIL_FROM</code>{' '}
        in its settings).
      </p>
    )
  return (
    <div>
      <Checkbox
        label={`By mail: ${email.recipients.map(({ name }) => name).join(', ')}`}
        description="Who owns the connection; once nobody does, the admins."
        checked={wanted ?? email.isOn}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {change.isError && <ErrorNote what="Nothing was changed" error={change.error} />}
      <LastSending sending={email} />
    </div>
  )
}
