import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { GongConnection, Issue } from '../api/types.ts'
import { Note } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { Words } from '../parts/Words.tsx'
import { ConnectButton } from './ConnectButton.tsx'
import css from './GongPage.module.css'
import { NewAddress } from './NewAddress.tsx'
import { ReplaceSubscription } from './ReplaceSubscription.tsx'
import { useGongAction } from './useGongAction.ts'

const TURNS: Record<Issue['turn'], string> = {
  you: 'your turn',
  admin: 'an admin’s turn',
  gong: 'Gong’s turn',
  fastfollow: 'we are on it',
}

const RECONNECT = new Set<Issue['code']>([
  'unauthorized_client',
  'forbidden',
  'needs_reconnect',
  'wrong_company',
  'missing_scope',
  'insecure_host',
])

/** What is wrong with the connection: what, since when, whose turn, and the fix as a button. */
export function Issues({ connection, hide }: { connection: GongConnection; hide: string | undefined }) {
  const open = connection.issues.filter((issue) => !issue.resolvedAt && issue.code !== hide)
  if (open.length === 0) return null
  return (
    <section aria-label="Open problems" className={css['issues']}>
      {open.map((issue) => (
        <Note
          key={issue.id}
          tone={issue.turn === 'fastfollow' || issue.turn === 'gong' ? 'info' : 'warn'}
          title={<Words>{issue.message}</Words>}
          actions={connection.canManage && <Fix issue={issue} connection={connection} />}
        >
          <Words>{issue.fix}</Words>
          <p className={css['since']}>
            Since <RelativeTime at={issue.firstSeenAt} />
            {issue.count > 1 && `, ${issue.count} times, last `}
            {issue.count > 1 && <RelativeTime at={issue.lastSeenAt} />} ·{' '}
            {connection.canManage && issue.turn === 'admin' ? TURNS.you : TURNS[issue.turn]}
            {connection.canManage && (
              <>
                {' '}
                · <code>{issue.code}</code>
              </>
            )}
          </p>
        </Note>
      ))}
    </section>
  )
}

function Fix({ issue, connection }: { issue: Issue; connection: GongConnection }): ReactNode {
  const resubscribe = useGongAction('resubscribe')
  if (RECONNECT.has(issue.code)) return <ConnectButton connection={connection} size="xs" />
  if (issue.code === 'signature_rejected') return <NewAddress connection={connection} />
  if (issue.code !== 'webhook_subscription_failed' && issue.code !== 'events_silent') return null
  return (
    <>
      <Button size="xs" loading={resubscribe.isPending} onClick={() => resubscribe.mutate({})}>
        Resubscribe
      </Button>
      {issue.code === 'webhook_subscription_failed' && <ReplaceSubscription connection={connection} />}
    </>
  )
}
