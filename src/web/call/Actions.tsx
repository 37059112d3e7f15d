import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { ChevronIcon } from '../parts/icons.tsx'
import { wordsOf } from '../parts/Note.tsx'
import { copy } from '../parts/copy.ts'
import { useKeys } from '../shell/keys.ts'
import { useDesk } from './Desk.tsx'
import paneCss from './FollowUpPane.module.css'
import { mailtoOf, toHtml } from './mail.ts'

type Act = 'approve' | 'dismiss' | 'regenerate'

const FAILED: Record<Act, string> = {
  approve: 'Not approved',
  dismiss: 'Not dismissed',
  regenerate: 'Nothing new was written',
}

/** What can be done with the whole follow-up; the first button is the next step. */
export function Actions() {
  const { followUp, desk } = useDesk()
  const [busy, setBusy] = useState<Act | null>(null)
  const [asked, setAsked] = useState(false)
  const unsupported = followUp.sentences.filter((sentence) => sentence.kind === 'unsupported').length
  const isDraft = followUp.status === 'draft' || followUp.status === 'send_failed'

  const act = async (name: Act): Promise<void> => {
    setBusy(name)
    setAsked(false)
    try {
      await desk.act(name)
    } catch (error) {
      notifications.show({ color: 'red', title: FAILED[name], message: wordsOf(error) })
    } finally {
      setBusy(null)
    }
  }
  const approve = (): void => {
    if (!isDraft || busy) return
    if (unsupported > 0 && !asked) return setAsked(true)
    void act('approve')
  }
  useKeys({ a: approve })

  return (
    <footer className={paneCss['actions']}>
      {asked ? (
        <>
          <span role="alert">
            {unsupported === 1 ? '1 sentence was' : `${unsupported} sentences were`} not found in the call.
            Approve anyway?
          </span>
          <Button autoFocus onClick={approve}>
            Approve as it is
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            Look again
          </Button>
        </>
      ) : (
        <>
          {isDraft && (
            <Button onClick={approve} loading={busy === 'approve'}>
              Approve
            </Button>
          )}
          <CopyMenu main={followUp.status === 'approved'} />
          {isDraft && (
            <>
              <Button
                variant="default"
                loading={busy === 'regenerate'}
                onClick={() => void act('regenerate')}
              >
                Write again
              </Button>
              <Button
                variant="subtle"
                color="gray"
                loading={busy === 'dismiss'}
                onClick={() => void act('dismiss')}
              >
                Dismiss
              </Button>
            </>
          )}
          <span className={paneCss['hint']}>{HINTS[followUp.status]}</span>
        </>
      )}
    </footer>
  )
}

const HINTS: Record<string, string> = {
  approved: 'Approved. An edit makes it a draft again.',
  dismissed: 'Dismissed: no mail for this call.',
}

function CopyMenu({ main }: { main: boolean }) {
  const { followUp } = useDesk()
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button variant={main ? 'filled' : 'default'} rightSection={<ChevronIcon size={12} />}>
          Copy
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void say('The mail', copy(followUp.mailText, toHtml(followUp.mailText)))}>
          Mail, with its layout
        </Menu.Item>
        <Menu.Item onClick={() => void say('The text', copy(followUp.mailText))}>
          Mail as plain text
        </Menu.Item>
        <Menu.Item onClick={() => void say('The HTML', copy(toHtml(followUp.mailText)))}>
          Mail as HTML source
        </Menu.Item>
        <Menu.Item onClick={() => void say('The subject', copy(followUp.subject))}>Subject</Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href={mailtoOf(followUp)}>
          Open in your mail program
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function say(what: string, copied: Promise<boolean>): Promise<void> {
  const ok = await copied
  notifications.show(
    ok
      ? { title: `${what} copied`, message: 'Paste it into your mail program.' }
      : {
          color: 'red',
          title: 'Not copied',
          message: 'The browser did not allow it. Select the text and copy it by hand.',
        },
  )
}
