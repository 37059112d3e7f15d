import { Button, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { CopyField } from '../parts/CopyField.tsx'
import { ErrorNote, Note } from '../parts/Note.tsx'
import css from './GongPage.module.css'

type Way = 'signed' | 'secret'

/** Leads through the rule that today's Gong needs: its steps, our address, Gong's key. */
export function RuleSetup({ connection }: { connection: GongConnection }) {
  return (
    <details className={css['more']} open={connection.delivery === 'rule'}>
      <summary>{connection.delivery === 'rule' ? 'Address and key' : 'Set it up'}</summary>
      <RuleForm />
    </details>
  )
}

function RuleForm() {
  const client = useQueryClient()
  const [way, setWay] = useState<Way>('signed')
  const [publicKey, setPublicKey] = useState('')
  const rule = useMutation({
    mutationFn: (body: { publicKey?: string; urlSecret?: true }) =>
      api.put<{ webhookUrl: string }>('/api/integrations/gong/rule', body),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.gong }),
  })
  return (
    <Stack gap="sm" mt="sm">
      <SegmentedControl
        size="xs"
        aria-label="How the rule proves itself"
        value={way}
        onChange={(value) => {
          setWay(value === 'secret' ? 'secret' : 'signed')
          rule.reset()
        }}
        data={[
          { value: 'signed', label: 'Signed (recommended)' },
          { value: 'secret', label: 'Secret in the address' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {rule.isError && <ErrorNote what="The rule was not stored" error={rule.error} />}
      <ol className={css['ruleSteps']}>
        <li>
          Get the address:{' '}
          {rule.data ? (
            <CopyField value={rule.data.webhookUrl} what="the address" />
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              loading={rule.isPending}
              onClick={() => rule.mutate(way === 'secret' ? { urlSecret: true } : {})}
            >
              Make the address
            </Button>
          )}
        </li>
        <li>
          In Gong, open <b>Admin center → Settings → Ecosystem → Automation rules</b> and choose{' '}
          <b>Add rule</b>. Leave the filter empty, so that every call comes.
        </li>
        <li>
          As action choose <b>Fire webhook</b>, enter the address, and as authentication{' '}
          <b>{way === 'signed' ? 'Signed JWT header' : 'URL includes key'}</b>.
        </li>
        {way === 'signed' && (
          <li>
            Gong shows a public key there. Paste it here:
            <form
              className={css['keyForm']}
              onSubmit={(event) => {
                event.preventDefault()
                if (publicKey.trim()) rule.mutate({ publicKey: publicKey.trim() })
              }}
            >
              <Textarea
                aria-label="Public key of the rule"
                rows={3}
                spellCheck={false}
                placeholder="MIIBIjANBgkqhkiG9w0BAQ…"
                value={publicKey}
                onChange={(event) => setPublicKey(event.currentTarget.value)}
              />
              <Button
                type="submit"
                size="xs"
                variant="default"
                loading={rule.isPending}
                disabled={!publicKey.trim()}
              >
                Save the key
              </Button>
            </form>
          </li>
        )}
        <li>
          Press <b>Test now</b> in Gong, then enable the rule.
        </li>
      </ol>
      {rule.isSuccess && (
        <Note
          tone="good"
          title={publicKey && way === 'signed' ? 'The key is stored' : 'The address is ready'}
        >
          {way === 'signed' && !publicKey
            ? 'Until the public key is stored, everything sent there is refused.'
            : 'Waiting for the first delivery; it shows above as the last call announced.'}
        </Note>
      )}
    </Stack>
  )
}
