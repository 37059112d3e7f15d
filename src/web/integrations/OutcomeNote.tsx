import { CloseButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { GongConnection } from '../api/types.ts'
import { Note, type NoteTone } from '../parts/Note.tsx'
import { ConnectButton } from './ConnectButton.tsx'
import css from './GongPage.module.css'

interface Words {
  tone: NoteTone
  title: string
  text: string
}

/** How the way to Gong and back ended, in words. Codes that are issues are explained by the issue itself. */
const OUTCOMES: Record<string, Words> = {
  denied: {
    tone: 'warn',
    title: 'The access was refused',
    text: 'Someone pressed “Deny” in Gong, or left. Nothing was changed. You can try again at any time.',
  },
  expired: {
    tone: 'warn',
    title: 'That attempt was too old',
    text: 'The way to Gong and back must be finished within ten minutes, in the browser that began it. Please connect again.',
  },
  failed: {
    tone: 'bad',
    title: 'Connecting did not work',
    text: 'Gong sent us back without an access. Check client id and secret, and that all four scopes are ticked in Gong, then connect again.',
  },
  unauthorized_client: {
    tone: 'warn',
    title: 'Gong has not activated your OAuth client yet',
    text: 'Ask your Gong customer success manager to activate it. Everything you entered is kept; then connect again.',
  },
  wrong_company: {
    tone: 'bad',
    title: 'That was another Gong company',
    text: 'You were signed in to another company at Gong, so nothing was changed. Sign in to the right one and connect again.',
  },
  insecure_host: {
    tone: 'bad',
    title: 'Gong named an address that is not allowed here',
    text: 'No access was stored. Whoever runs this server finds the setting GONG_API_HOSTS in the documentation.',
  },
  gong_unavailable: {
    tone: 'warn',
    title: 'Gong did not answer',
    text: 'It may be down for a moment. Please connect again in a few minutes.',
  },
}

export function OutcomeNote({ outcome, connection }: { outcome: string; connection: GongConnection }) {
  const words =
    outcome === 'connected' ? connectedWords(connection) : (OUTCOMES[outcome] ?? OUTCOMES['failed'])
  if (!words) return null
  return (
    <Note
      tone={words.tone}
      title={<Dismissable>{words.title}</Dismissable>}
      actions={
        outcome !== 'connected' &&
        connection.canManage && <ConnectButton connection={connection} size="xs" again />
      }
    >
      {words.text}
    </Note>
  )
}

function connectedWords(connection: GongConnection): Words | null {
  if (connection.status === 'not_connected') return null
  const missing = connection.scopes.filter((scope) => !scope.granted)
  if (missing.length > 0) {
    return {
      tone: 'warn',
      title: 'Gong is connected, but not everything was allowed',
      text: `Not allowed: ${missing.map((scope) => scope.scope).join(', ')}. What suffers is said below.`,
    }
  }
  return {
    tone: 'good',
    title: 'Gong is connected',
    text: 'All four scopes were allowed. The next call that Gong analyses arrives by itself.',
  }
}

function Dismissable({ children }: { children: ReactNode }) {
  const navigate = useNavigate({ from: '/integrations/gong' })
  return (
    <span className={css['dismissable']}>
      {children}
      <CloseButton
        size="sm"
        aria-label="Close this message"
        onClick={() => void navigate({ search: {}, replace: true })}
      />
    </span>
  )
}
