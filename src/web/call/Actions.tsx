import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { FollowUp } from '../api/types.ts'
import { wordsOf } from '../parts/Note.tsx'
import { useKeys } from '../shell/keys.ts'
import { CopyMenu } from './CopyMenu.tsx'
import { useDesk } from './Desk.tsx'
import paneCss from './FollowUpPane.module.css'
import type { Act } from './useFollowUp.ts'

const FAILED: Record<Act, string> = {
  approve: 'Not approved',
  dismiss: 'Not dismissed',
  regenerate: 'Nothing new was written',
  'mark-sent': 'Not marked as sent',
  'use-version': 'The version was not taken',
}

const HINTS: Partial<Record<FollowUp['status'], string>> = {
  approved: 'An edit makes it a draft again.',
  sent: 'Sent. It can no longer be changed.',
  dismissed: 'No mail for this call.',
}

/** What can be done with the whole follow-up; the first button is the next step. */
export function Actions() {
  const { followUp } = useDesk()
  const { act, busy } = useAct()
  const rewriting = useRewriting(followUp)
  const [asked, setAsked] = useState(false)
  const unsupported = followUp.sentences.filter((sentence) => sentence.kind === 'unsupported').length
  const isDraft = followUp.status === 'draft' || followUp.status === 'send_failed'

  const approve = (): void => {
    if (!isDraft || busy) return
    if (unsupported > 0 && !asked) return setAsked(true)
    setAsked(false)
    void act('approve')
  }
  useKeys({ a: approve })

  if (asked && unsupported > 0) {
    return (
      <footer className={paneCss['actions']}>
        <span role="alert">
          {unsupported === 1 ? '1 sentence was' : `${unsupported} sentences were`} not found in the call and{' '}
          {unsupported === 1 ? 'stays' : 'stay'} out of the mail.
        </span>
        <Button autoFocus onClick={approve}>
          Approve without {unsupported === 1 ? 'it' : 'them'}
        </Button>
        <Button variant="default" onClick={() => setAsked(false)}>
          Look again
        </Button>
      </footer>
    )
  }
  return (
    <footer className={paneCss['actions']}>
      {isDraft && (
        <Button onClick={approve} loading={busy === 'approve'}>
          Approve
        </Button>
      )}
      <CopyMenu main={followUp.status === 'approved'} />
      {followUp.status === 'approved' && (
        <Button variant="default" loading={busy === 'mark-sent'} onClick={() => void act('mark-sent')}>
          Mark as sent
        </Button>
      )}
      {isDraft && (
        <Button
          variant="default"
          loading={busy === 'regenerate' || rewriting.waiting}
          onClick={() => {
            rewriting.begin()
            void act('regenerate').then((ok) => ok || rewriting.stop())
          }}
        >
          Write again
        </Button>
      )}
      {isDraft && (
        <Button
          variant="subtle"
          color="gray"
          loading={busy === 'dismiss'}
          onClick={() => void act('dismiss')}
        >
          Dismiss
        </Button>
      )}
      {followUp.status === 'dismissed' && (
        <Button variant="default" loading={busy === 'use-version'} onClick={() => void act('use-version')}>
          Bring it back
        </Button>
      )}
      <span className={paneCss['hint']} role="status">
        {rewriting.waiting ? 'The writer is at work…' : HINTS[followUp.status]}
      </span>
    </footer>
  )
}

/** One act at a time; answers whether it was done, and says why where it was not. */
function useAct() {
  const { desk } = useDesk()
  const [busy, setBusy] = useState<Act | null>(null)
  const act = async (name: Act): Promise<boolean> => {
    setBusy(name)
    try {
      await desk.act(name)
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: FAILED[name], message: wordsOf(error) })
      return false
    } finally {
      setBusy(null)
    }
  }
  return { act, busy }
}

/** From "write again" until the new version is here. */
function useRewriting(followUp: FollowUp) {
  const stand = `${followUp.version}/${followUp.offeredVersion}`
  const [asked, setAsked] = useState<string | null>(null)
  return { waiting: asked === stand, begin: () => setAsked(stand), stop: () => setAsked(null) }
}
