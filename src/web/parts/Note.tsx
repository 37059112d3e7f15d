import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError } from '../api/api.ts'
import css from './Note.module.css'
import { CheckIcon, InfoIcon, WarnIcon } from './icons.tsx'

export type NoteTone = 'info' | 'good' | 'warn' | 'bad'

interface Props {
  tone: NoteTone
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}

/** Something the reader should know: what happened, why, what to do. Announced when it appears. */
export function Note({ tone, title, children, actions }: Props) {
  const Icon = tone === 'info' ? InfoIcon : tone === 'good' ? CheckIcon : WarnIcon
  return (
    <div className={css['note']} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon className={css['icon']} size={18} />
      <div className={css['body']}>
        <div className={css['title']}>{title}</div>
        {children && <div className={css['text']}>{children}</div>}
        {actions && <div className={css['actions']}>{actions}</div>}
      </div>
    </div>
  )
}

/** An error as the reader needs it: what we wanted, why it failed, and the way on. */
export function ErrorNote({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
  return (
    <Note
      tone="bad"
      title={what}
      actions={
        retry && (
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      {wordsOf(error)}
    </Note>
  )
}

/** The server's own words where there are some; they are written for the reader. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return 'Something on this page went wrong. Reload it; if that does not help, tell your admin what you did.'
}
