/** Open until the request leaves. It closes in the very moment in which the request takes its calls. */
export interface WaitingRoom {
  isOpen(): boolean
  close(): void
  closed: Promise<void>
}

/** The waiting of one request. Closing twice is fine. */
export function waitingRoom(): WaitingRoom {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  let open = true
  const close = () => {
    open = false
    resolve()
  }
  return { isOpen: () => open, close, closed }
}
