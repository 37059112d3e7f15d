import { Button } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { EmptyState } from '../parts/EmptyState.tsx'
import { wordsOf } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'

/** A page whose code or first question failed. */
export function BrokenPage({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <Page title="This page could not be shown" width="narrow">
      <EmptyState
        title={wordsOf(error)}
        action={
          <>
            <Button onClick={() => void router.invalidate()}>Try again</Button>
            <Button variant="default" onClick={() => location.reload()}>
              Reload
            </Button>
          </>
        }
      />
    </Page>
  )
}

/** An address that leads nowhere. */
export function MissingPage() {
  return (
    <Page title="There is no such page" width="narrow">
      <EmptyState title="The address leads nowhere" action={<Link to="/calls">Go to the calls</Link>}>
        It may have been mistyped, or what it showed was deleted.
      </EmptyState>
    </Page>
  )
}
