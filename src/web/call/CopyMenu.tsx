import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { copy } from '../parts/copy.ts'
import { ChevronIcon } from '../parts/icons.tsx'
import { useDesk } from './Desk.tsx'
import { mailtoOf, toHtml } from './mail.ts'

/** The mail, for pasting into any mail program. */
export function CopyMenu({ main }: { main: boolean }) {
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
      ? { title: `${what} is copied`, message: 'Paste it into your mail program.' }
      : {
          color: 'red',
          title: 'Not copied',
          message: 'The browser did not allow it. Select the text and copy it by hand.',
        },
  )
}
