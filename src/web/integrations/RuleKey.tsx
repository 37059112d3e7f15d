import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import { keys } from '../api/queries.ts'
import { ErrorNote } from '../parts/Note.tsx'
import css from './GongPage.module.css'

/** The rule's public key, as Gong shows it (bare base64) or as a PEM. What was typed stays when it is refused. */
export function RuleKey({ hasKey }: { hasKey: boolean }) {
  const client = useQueryClient()
  const [publicKey, setPublicKey] = useState('')
  const [isChanging, change] = useState(false)
  const save = useMutation({
    mutationFn: () => api.put('/api/integrations/gong/rule', { publicKey: publicKey.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.gong })
      setPublicKey('')
      change(false)
    },
  })
  if (hasKey && !isChanging)
    return (
      <p>
        A key is stored.{' '}
        <Button size="compact-xs" variant="subtle" onClick={() => change(true)}>
          Enter another one
        </Button>
      </p>
    )
  return (
    <form
      className={css['keyForm']}
      onSubmit={(event) => {
        event.preventDefault()
        if (publicKey.trim()) save.mutate()
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
      {save.isError && <ErrorNote what="The key was not stored" error={save.error} />}
      <Button type="submit" size="xs" loading={save.isPending} disabled={!publicKey.trim()}>
        Save the key
      </Button>
    </form>
  )
}
