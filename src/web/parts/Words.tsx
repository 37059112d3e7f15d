import { RelativeTime } from './RelativeTime.tsx'

/** How the server writes a minute in its sentences: it does not know the reader's clock. */
const MINUTE = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/

/** A sentence of the server, with its times by the reader's own clock. */
export function Words({ children }: { children: string }) {
  const found = MINUTE.exec(children)
  if (!found) return children
  const [whole, day, minute] = found
  return (
    <>
      {children.slice(0, found.index)}
      <RelativeTime at={`${day}T${minute}:00Z`} as="clock" />
      <Words>{children.slice(found.index + whole.length)}</Words>
    </>
  )
}
