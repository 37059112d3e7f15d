import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CallDetail, Party } from '../api/types.ts'
import { titleOf } from '../calls/title.ts'
import { BackIcon, OutIcon } from '../parts/icons.tsx'
import { PageTitle } from '../parts/Page.tsx'
import { clock, dayHeading, duration, exact, zoneName } from '../parts/time.ts'
import { useNow } from '../parts/useNow.ts'
import css from './CallHeader.module.css'

/** What the call was: title, when, who. */
export function CallHeader({ call }: { call: CallDetail }) {
  const title = titleOf(call)
  return (
    <header className={css['head']}>
      <Link to="/calls" className={css['back']} aria-label="Back to the calls">
        <BackIcon />
      </Link>
      <div className={css['what']}>
        <PageTitle tab={title}>
          {title}
          {call.company && <span className={css['company']}> · {call.company}</span>}
        </PageTitle>
        <p className={css['facts']}>
          <When call={call} />
          <Who call={call} />
        </p>
      </div>
      {call.url && (
        <a className={css['out']} href={call.url} target="_blank" rel="noreferrer">
          Open in Gong <OutIcon size={14} />
        </a>
      )}
    </header>
  )
}

/** The call's own time zone, which stands beside it: "by Friday" was said there. */
function When({ call }: { call: CallDetail }) {
  const now = useNow()
  if (!call.startedAt) return null
  const { startedAt, durationS, timeZone } = call
  const end = durationS === null ? null : new Date(Date.parse(startedAt) + durationS * 1000).toISOString()
  return (
    <time dateTime={startedAt} title={`${exact(startedAt)} where you are`}>
      {dayHeading(startedAt, now)}, {clock(startedAt, timeZone)}
      {end && `–${clock(end, timeZone)}`} ({zoneName(startedAt, timeZone)})
      {durationS !== null && `, ${duration(durationS)}`}
    </time>
  )
}

function Who({ call }: { call: CallDetail }) {
  const attended = call.parties.filter((party) => party.attended)
  const here = attended.length > 0 ? attended : call.parties
  return (
    <>
      <Names label="Our side" parties={here.filter((party) => party.side === 'ours')} />
      <Names label="Guests" parties={here.filter((party) => party.side !== 'ours')} guests />
    </>
  )
}

/** A committee of sixty would fill the page: beyond these, one is asked. */
const MOST_NAMES = 5

function Names({ label, parties, guests }: { label: string; parties: Party[]; guests?: boolean }) {
  const [all, setAll] = useState(false)
  const names = parties.map((party) => party.name ?? party.email).filter(Boolean)
  const more = names.length - MOST_NAMES
  if (names.length === 0) return null
  return (
    <span className={guests ? css['theirs'] : undefined}>
      <span className="sr-only">{label}: </span>
      {(all || more < 2 ? names : names.slice(0, MOST_NAMES)).join(', ')}
      {more >= 2 && (
        <button type="button" className={css['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'show fewer' : `and ${more} more`}
        </button>
      )}
    </span>
  )
}
