import { Link } from '@tanstack/react-router'
import type { CallSummary } from '../api/types.ts'
import { callLook } from '../parts/state.ts'
import { StateShape } from '../parts/StateBadge.tsx'
import { clock, dayKey, duration, exact, relative, span } from '../parts/time.ts'
import { useNow } from '../parts/useNow.ts'
import css from './CallRow.module.css'
import { peopleOf } from './people.ts'
import { titleOf } from './title.ts'
import { RetryButton } from './RetryButton.tsx'

/** One call: what it was, where it stands, and what can be done. The whole row leads to the call. */
export function CallRow({ call, isNew }: { call: CallSummary; isNew: boolean }) {
  const look = callLook(call)
  const quiet = look.tone === 'quiet' && call.state !== 'expected'
  return (
    <li className={css['row']} data-new={isNew || undefined} data-quiet={quiet || undefined}>
      <span className={css['state']}>
        <StateShape look={look} />
      </span>
      <span className={css['time']}>
        {call.startedAt ? (
          <time dateTime={call.startedAt} title={exact(call.startedAt)}>
            {clock(call.startedAt)}
          </time>
        ) : (
          '–'
        )}
      </span>
      <span className={css['what']}>
        <Link to="/calls/$id" params={{ id: call.id }} className={css['title']} data-row>
          {titleOf(call)}
        </Link>
        {call.company && !says(call.title, call.company) && (
          <span className={css['company']}> · {call.company}</span>
        )}
      </span>
      <span className={css['people']}>{peopleOf(call)}</span>
      <span className={css['duration']}>{call.durationS !== null && duration(call.durationS)}</span>
      <span className={css['where']}>
        <span className={css['word']} data-tone={look.tone}>
          {look.word}
        </span>
        {call.reasonText && <span className={css['reason']}> · {call.reasonText}</span>}
        {call.nextTryAt && WAITING.has(call.state) && (
          <span className={css['reason']}>
            {' '}
            Next look <NextLook at={call.nextTryAt} />
          </span>
        )}
      </span>
      <span className={css['end']}>
        {call.canRetry ? <RetryButton call={call} /> : <Timings timings={call.timings} />}
      </span>
    </li>
  )
}

const WAITING = new Set<CallSummary['state']>(['expected', 'held'])

/** The hour is enough today; further away, the day is what matters. */
function NextLook({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={exact(at)}>
      {dayKey(at) === dayKey(new Date(now).toISOString()) ? clock(at) : relative(at, now)}.
    </time>
  )
}

/** Titles often name the company already. */
const says = (title: string | null, company: string): boolean =>
  (title ?? '').toLowerCase().replaceAll(' ', '').includes(company.toLowerCase().replaceAll(' ', ''))

/** How long Gong took, and how long we took. */
function Timings({ timings }: { timings: CallSummary['timings'] }) {
  if (timings.oursMs === null) return null
  return (
    <span
      className={css['timings']}
      title="From the call’s end to Gong’s news, and from the news to the follow-up"
    >
      {timings.gongMs !== null && <>Gong {span(timings.gongMs)} · </>}us {span(timings.oursMs)}
    </span>
  )
}
