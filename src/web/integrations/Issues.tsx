import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { GongConnection, Issue } from '../api/types.ts'
import { Note } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { ConnectButton } from './ConnectButton.tsx'
import css from './GongPage.module.css'
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
          title={issue.message}
          actions={connection.canManage && <Fix issue={issue} connection={connection} />}
        >
          {issue.fix}
          <p className={css['since']}>
            Since <RelativeTime at={issue.firstSeenAt} />
            {issue.count > 1 && `, ${issue.count} times, last `}
            {issue.count > 1 && <RelativeTime at={issue.lastSeenAt} />} ·{' '}
            {connection.canManage && issue.turn === 'admin' ? TURNS.you : TURNS[issue.turn]} ·{' '}
            <code>{issue.code}</code>
          </p>
        </Note>
      ))}
    </section>
  )
}

function Fix({ issue, connection }: { issue: Issue; connection: GongConnection }): ReactNode {
  const resubscribe = useGongAction('resubscribe')
  if (RECONNECT.has(issue.code)) return <ConnectButton connection={connection} size="xs" />
  if (issue.code !== 'webhook_subscription_failed' && issue.code !== 'events_silent') return null
  return (
    <>
      <Button size="xs" loading={resubscribe.isPending} onClick={() => resubscribe.mutate({})}>
        Resubscribe
      </Button>
      {connection.subscription?.state === 'conflict' && (
        <Button
          size="xs"
          variant="default"
          loading={resubscribe.isPending}
          onClick={() => resubscribe.mutate({ replace: true })}
        >
          Replace the other subscription
        </Button>
      )}
    </>
  )
}
