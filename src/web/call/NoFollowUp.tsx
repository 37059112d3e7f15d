import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CallDetail } from '../api/types.ts'
import { RetryButton } from '../calls/RetryButton.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { callLook } from '../parts/state.ts'
import { StateBadge } from '../parts/StateBadge.tsx'
import css from './NoFollowUp.module.css'

const TITLES: Record<CallDetail['state'], string> = {
  expected: 'The follow-up comes by itself',
  fetched: 'The follow-up is being written',
  drafted: 'The follow-up is being read',
  skipped: 'No follow-up for this call',
  held: 'This call waits',
  failed: 'No follow-up could be written',
  erased: 'This call was deleted',
}

const TURNS = {
  you: 'It is your turn.',
  admin: 'It is your admin’s turn.',
  gong: 'It is Gong’s turn; nothing for you to do.',
  fastfollow: 'Nothing for you to do.',
} as const

/** Why there is no follow-up yet, or none at all, and what happens next. */
export function NoFollowUp({ call }: { call: CallDetail }) {
  return (
    <section className={css['box']} aria-label="Follow-up">
      <StateBadge look={callLook(call)} />
      <h2 className={css['title']}>{TITLES[call.state]}</h2>
      {call.reasonText && <p>{call.reasonText}</p>}
      {call.state === 'fetched' && !call.reasonText && <p>Usually this takes about a second.</p>}
      {call.turn && <p className={css['turn']}>{TURNS[call.turn]}</p>}
      {call.canRetry && (
        <div>
          <RetryButton call={call} size="sm" />
        </div>
      )}
      {call.state === 'held' && call.turn === 'you' && (
        <Link to="/integrations/gong">To the connection with Gong</Link>
      )}
      <Stages call={call} />
    </section>
  )
}

/** What has happened to the call so far, and what is next. */
function Stages({ call }: { call: CallDetail }) {
  const { timings } = call
  const stages: [string, string | null, boolean?][] = [
    ['The call ended', timings.endedAt],
    ['Gong told us', timings.announcedAt],
    ['Details read', timings.detailsAt],
    ['Transcript read', timings.fetchedAt],
    ['Next try', call.nextTryAt, true],
  ]
  const known = stages.filter((stage): stage is [string, string, boolean?] => stage[1] !== null)
  if (known.length === 0) return null
  return (
    <ol className={css['stages']}>
      {known.map(([what, at, ahead]) => (
        <Stage key={what} ahead={ahead ?? false} what={what}>
          <RelativeTime at={at} />
        </Stage>
      ))}
    </ol>
  )
}

function Stage({ what, ahead, children }: { what: string; ahead: boolean; children: ReactNode }) {
  return (
    <li className={css['stage']} data-ahead={ahead || undefined}>
      <span>{what}</span>
      <span className={css['at']}>{children}</span>
    </li>
  )
}
