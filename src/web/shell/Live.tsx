import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { listen } from '../api/live.ts'

const Live = createContext<number | null>(null)

/** Keeps the live stream open while someone is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [downSince, setDownSince] = useState<number | null>(null)
  useEffect(() => listen(client, (state) => setDownSince(state.downSince)), [client])
  return <Live value={downSince}>{children}</Live>
}

/** When live updates broke off (milliseconds), or null while they run. */
export const useLiveDownSince = (): number | null => useContext(Live)
