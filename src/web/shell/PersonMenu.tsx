import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import { meQuery } from '../api/queries.ts'
import { CheckIcon } from '../parts/icons.tsx'
import { wordsOf } from '../parts/Note.tsx'
import css from './PersonMenu.module.css'

const SCHEMES: { scheme: MantineColorScheme; label: string }[] = [
  { scheme: 'auto', label: 'As the system' },
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
]

/** Who is signed in, where, and the few things that are theirs: light or dark, signing out. */
export function PersonMenu() {
  const { data: me } = useQuery(meQuery)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  if (!me?.user) return null
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton
          className={css['button']}
          aria-label={`${initials(me.user.name)}, ${me.user.name}: account and appearance`}
        >
          <span className={css['initials']}>{initials(me.user.name)}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css['who']}>
          <div className={css['name']}>{me.user.name}</div>
          <div className={css['mail']}>{me.user.email}</div>
          {me.workspace && <div className={css['mail']}>{me.workspace.name}</div>}
        </div>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {SCHEMES.map(({ scheme, label }) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={
              colorScheme === scheme ? <CheckIcon aria-label="chosen" aria-hidden={false} role="img" /> : null
            }
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.post('/api/auth/sign-out')
    } catch (error) {
      notifications.show({ color: 'red', title: 'You are still signed in', message: wordsOf(error) })
      return
    }
    // What one person saw must not be there for the next.
    client.clear()
    await navigate({ to: '/login' })
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
}
