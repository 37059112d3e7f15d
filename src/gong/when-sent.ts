import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { z } from 'zod'

/** Told by Node's HTTP client: a request was asked for; its head is about to be written to a connection. */
const ASKED = 'undici:request:create'
const SENT = 'undici:client:sendHeaders'

const About = z.object({ request: z.custom<WeakKey>((value) => typeof value === 'object' && value !== null) })

/** Runs `ask`, and calls `onSent` when the request that it makes is written to its connection. */
export type WhenSent = <T>(onSent: () => void, ask: () => T) => T

/**
 * `fetch` does not tell when a request leaves: with a new connection that is after the handshake, a few hundred
 * milliseconds later. Where the HTTP client does not say so either, `onSent` is never called.
 */
export function createWhenSent(): WhenSent {
  const asking = new AsyncLocalStorage<() => void>()
  const onSentOf = new WeakMap<WeakKey, () => void>()
  subscribe(ASKED, (message) => {
    const onSent = asking.getStore()
    const about = About.safeParse(message)
    if (onSent && about.success) onSentOf.set(about.data.request, onSent)
  })
  subscribe(SENT, (message) => {
    const about = About.safeParse(message)
    if (about.success) onSentOf.get(about.data.request)?.()
  })
  return (onSent, ask) => asking.run(onSent, ask)
}
