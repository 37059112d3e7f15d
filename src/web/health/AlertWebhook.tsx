import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '../parts/Confirm.tsx'
import { CopyField } from '../parts/CopyField.tsx'
import { faultsOf } from '../parts/faults.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'
import { useForm } from '../parts/useForm.ts'
import css from './Alerts.module.css'
import { LastSending } from './LastSending.tsx'
import { useChangeAlerts, type Alerts } from './useAlerts.ts'

/** The address that programs are told at, and its secret where it is new. */
export function AlertWebhook({ alerts }: { alerts: Alerts }) {
  const [secret, setSecret] = useState<string | null>(null)
  const { url } = alerts.webhook
  return (
    <div className={css['webhook']}>
      {/* Another stored address begins with fields of its own. */}
      <AddressForm key={url} alerts={alerts} onSecret={setSecret} />
      {url !== null && <LastSending sending={alerts.webhook} />}
      {secret !== null && url !== null && (
        <Note
          tone="good"
          title="The secret of this webhook, shown only now"
          actions={
            <Button size="xs" variant="default" onClick={() => setSecret(null)}>
              I have kept it
            </Button>
          }
        >
          <p>Enter it where the messages arrive: their signature is checked with it.</p>
          <CopyField value={secret} what="the secret" />
        </Note>
      )}
    </div>
  )
}

function AddressForm({ alerts, onSecret }: { alerts: Alerts; onSecret: (secret: string | null) => void }) {
  const change = useChangeAlerts()
  const { url } = alerts.webhook
  const save = async (webhookUrl: string | null, newSecret = false): Promise<void> => {
    const { secret } = await change.mutateAsync({
      webhookUrl,
      email: alerts.email.isOn,
      ...(newSecret ? { newSecret } : {}),
    })
    onSecret(secret)
  }
  const form = useForm({
    initial: { address: url ?? '' },
    check: ({ address }) =>
      faultsOf({
        address: address.trim().startsWith('https://') ? undefined : 'The address must begin with https://.',
      }),
    submit: ({ address }) => save(address.trim()),
  })
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} noValidate>
      <TextInput
        label="By webhook"
        description="A public https address that takes signed messages (Standard Webhooks)."
        placeholder="https://"
        type="url"
        autoComplete="off"
        spellCheck={false}
        maw={560}
        {...form.field('address')}
      />
      {form.error !== undefined && <ErrorNote what="The address was not stored" error={form.error} />}
      {change.isError && form.error === undefined && (
        <ErrorNote what="Nothing was changed" error={change.error} />
      )}
      <Group gap="xs" mt="xs">
        {form.values.address.trim() !== (url ?? '') && (
          <Button size="xs" type="submit" loading={form.busy}>
            Save the address
          </Button>
        )}
        {url !== null && (
          <>
            <Confirm
              word="New secret"
              title="Make a new secret?"
              act={() => save(url, true)}
              isBusy={change.isPending}
              button={{ size: 'xs', variant: 'default' }}
            >
              The present one ends at once: messages are refused until the new one stands where they arrive.
            </Confirm>
            <Confirm
              word="Remove"
              title="Tell nobody by webhook?"
              act={() => save(null)}
              isBusy={change.isPending}
              danger
              button={{ size: 'xs', variant: 'subtle' }}
            >
              The address and its secret are forgotten, and what is not sent yet is not sent any more.
            </Confirm>
          </>
        )}
      </Group>
    </form>
  )
}
