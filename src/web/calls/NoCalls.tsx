import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { gongQuery } from '../api/queries.ts'
import { EmptyState } from '../parts/EmptyState.tsx'
import { OutIcon } from '../parts/icons.tsx'
import { isFiltered, type CallsSearch } from './search.ts'

const TAB_WORDS: Record<NonNullable<CallsSearch['tab']>, [title: string, text: string]> = {
  mine: ['None of your calls yet', 'Calls that you hosted or joined with your e-mail address come here.'],
  review: [
    'Nothing to review',
    'Each new call brings its follow-up here, a moment after Gong has analysed it.',
  ],
  waiting: ['Nothing is waiting', 'Every call that Gong told us about is dealt with.'],
  skipped: ['Nothing was skipped', 'Calls for which no follow-up is written, and why, come here.'],
}

/** An empty list says why, and what to do next. */
export function NoCalls({ search, onFind }: { search: CallsSearch; onFind: () => void }) {
  const gong = useQuery(gongQuery)
  if (isFiltered(search)) {
    return (
      <EmptyState
        title="No call fits"
        action={
          <>
            <Button variant="default" component={LinkToAll}>
              Show all calls
            </Button>
            <Button variant="subtle" onClick={onFind}>
              Where is a call?
            </Button>
          </>
        }
      >
        The search looks at titles, people, companies and the words that were said.
      </EmptyState>
    )
  }
  if (gong.data?.status === 'not_connected') {
    return (
      <EmptyState
        title="Connect Gong to begin"
        action={
          <Button component={LinkToGong}>
            {gong.data.canManage ? 'Connect Gong' : 'See how it is connected'}
          </Button>
        }
      >
        A few minutes after a call, its follow-up then lies here, each sentence with the words it rests on.
      </EmptyState>
    )
  }
  if (search.tab) {
    const [title, text] = TAB_WORDS[search.tab]
    return <EmptyState title={title}>{text}</EmptyState>
  }
  return (
    <EmptyState
      title="Waiting for the first call"
      action={
        gong.data?.simulatorUrl ? (
          <Button
            component="a"
            href={gong.data.simulatorUrl}
            target="_blank"
            rel="noreferrer"
            rightSection={<OutIcon />}
          >
            Finish a call in the simulator
          </Button>
        ) : (
          <Button variant="default" onClick={onFind}>
            Where is a call?
          </Button>
        )
      }
    >
      Gong tells us when it has analysed a call, usually five to fifteen minutes after its end. It appears
      here by itself.
    </EmptyState>
  )
}

function LinkToAll(props: { className?: string; children?: React.ReactNode }) {
  return <Link to="/calls" search={{}} {...props} />
}

function LinkToGong(props: { className?: string; children?: React.ReactNode }) {
  return <Link to="/integrations/gong" {...props} />
}
