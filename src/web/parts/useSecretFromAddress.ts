import { useEffect, useState } from 'react'

const read = (): string | undefined => new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined

/**
 * Takes the one-time secret (`#token=…`) out of the address. It is in the fragment so that no server ever sees it
 * in a log, and it leaves the address at once so that it stays neither in the history nor in a screenshot.
 */
export function useSecretFromAddress(): string | undefined {
  const [token, setToken] = useState(read)
  useEffect(() => {
    const take = (): void => {
      if (!location.hash) return
      setToken((before) => read() ?? before)
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    take()
    // The link may be pasted while the page is open already: then only the fragment changes.
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return token
}
