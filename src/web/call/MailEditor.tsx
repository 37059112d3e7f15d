import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useDesk } from './Desk.tsx'
import { rewriteMail } from './edits.ts'
import { fromText, toText } from './mail.ts'
import css from './Mail.module.css'

/** The whole mail as text. Sentences that stay as they are keep their evidence; what is changed becomes one's own. */
export function MailEditor() {
  const { followUp, desk, edit } = useDesk()
  const [before] = useState(followUp.sentences)
  const [typed, setTyped] = useState(() => toText(before, followUp.language))
  const keep = (): void => {
    if (typed !== toText(before, followUp.language))
      desk.save(rewriteMail(before, fromText(typed, before, followUp.language), typed))
    edit(null)
  }
  return (
    <div className={css['mail']}>
      <Textarea
        aria-label="Mail"
        description="A line that begins with “- ” is a point of a list; an empty line begins a paragraph."
        autoFocus
        classNames={{ input: css['area'] ?? '' }}
        lang={followUp.language}
        rows={14}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep()
          if (event.key === 'Escape' && typed === toText(before, followUp.language)) edit(null)
        }}
      />
      <Group gap="xs" mt="xs">
        <Button size="xs" onClick={keep}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={() => edit(null)}>
          Cancel
        </Button>
      </Group>
    </div>
  )
}
