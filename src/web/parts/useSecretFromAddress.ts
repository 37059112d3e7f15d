import { useEffect, useState } from 'react'

/**
 * Takes the one-time secret (`#token=…`) out of the address. It is in the fragment so that no server ever sees it
 * in a log, and it leaves the address at once so that it stays neither in the history nor in a screenshot.
 */
export function useSecretFromAddress(): string | undefined {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined)
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname + location.search)
  }, [])
  return token
}
