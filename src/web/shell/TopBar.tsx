import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { SearchIcon } from '../parts/icons.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import css from './TopBar.module.css'
import { Wordmark } from './Wordmark.tsx'

const SEARCH_ID = 'search-calls'

export function focusSearch(): void {
  const field = document.getElementById(SEARCH_ID)
  if (field instanceof HTMLInputElement) field.select()
}

/** Search over calls, and who is signed in. */
export function TopBar() {
  return (
    <header className={css['bar']}>
      <span className={css['brand']}>
        <Wordmark />
      </span>
      <CallSearch />
      <PersonMenu />
    </header>
  )
}

/** On the calls page the list follows while one types; elsewhere Enter leads there. */
function CallSearch() {
  const navigate = useNavigate()
  const onCalls = useLocation({ select: (location) => location.pathname === '/calls' })
  const { q = '' } = useSearch({ strict: false })
  const shown = onCalls ? q : ''
  const [typed, setTyped] = useState(shown)
  // What the address says is followed only when it changed by other means than typing here.
  const [seen, setSeen] = useState(shown)
  const [sent, setSent] = useState(shown)
  if (shown !== seen) {
    setSeen(shown)
    if (shown !== sent) setTyped(shown)
  }

  const go = (words: string): void => {
    setSent(words.trim())
    void navigate({
      to: '/calls',
      search: ({ q: _before, ...rest }) => ({
        ...(onCalls ? rest : {}),
        ...(words.trim() ? { q: words.trim() } : {}),
      }),
      replace: onCalls,
    })
  }
  const follow = useDebouncedCallback(go, 250)

  return (
    <form
      role="search"
      aria-label="Calls"
      className={css['search']}
      onSubmit={(event) => {
        event.preventDefault()
        go(typed)
      }}
    >
      <TextInput
        id={SEARCH_ID}
        aria-label="Search calls: title, people, company, words said"
        placeholder="Search calls, people, words said"
        size="sm"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          if (onCalls) follow(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        leftSection={<SearchIcon />}
        rightSection={
          typed ? (
            <CloseButton
              size="sm"
              aria-label="Clear the search"
              onClick={() => {
                setTyped('')
                if (onCalls) go('')
              }}
            />
          ) : (
            <Kbd size="xs" className={css['hint']} aria-hidden="true">
              /
            </Kbd>
          )
        }
      />
    </form>
  )
}
