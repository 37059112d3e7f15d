import { Kbd, Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import css from './GlobalKeys.module.css'
import { useKeys } from './keys.ts'
import { focusSearch } from './TopBar.tsx'

const KEYS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['g', 'c'], 'Calls'],
      [['g', 'f'], 'Follow-ups'],
      [['g', 'i'], 'Integrations'],
      [['g', 'h'], 'Health (admins)'],
      [['/'], 'Search (in a call: its transcript)'],
      [['?'], 'These keys'],
    ],
  },
  {
    title: 'In a list',
    keys: [
      [['j'], 'Next'],
      [['k'], 'Previous'],
      [['Enter'], 'Open'],
    ],
  },
  {
    title: 'In a follow-up',
    keys: [
      [['j'], 'Next sentence'],
      [['k'], 'Previous sentence'],
      [['Enter'], 'Show where it was said'],
      [['e'], 'Edit'],
      [['Ctrl', 'Enter'], 'Keep the edit'],
      [['Esc'], 'Leave the edit'],
      [['a'], 'Approve'],
    ],
  },
]

/** The keys that work on every page, and the list of them all. */
export function GlobalKeys() {
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  useKeys({
    'g c': () => void navigate({ to: '/calls' }),
    'g f': () => void navigate({ to: '/follow-ups' }),
    'g i': () => void navigate({ to: '/integrations' }),
    'g h': () => void navigate({ to: '/admin/health' }),
    '/': focusSearch,
    '?': () => setOpen(true),
  })
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys">
      {KEYS.map((group) => (
        <section key={group.title} className={css['group']}>
          <h3 className={css['title']}>{group.title}</h3>
          <dl className={css['keys']}>
            {group.keys.map(([keys, what]) => (
              <div key={what} className={css['row']}>
                <dt>{what}</dt>
                <dd className={css['combo']}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
