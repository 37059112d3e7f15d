import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { followUpsQuery, gongQuery, meQuery } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { CallsIcon, MailIcon, PlugIcon, PulseIcon, ImportIcon } from '../parts/icons.tsx'
import css from './Nav.module.css'
import { Wordmark } from './Wordmark.tsx'

/** The way around: at the left on a wide screen, a rail on a tablet, along the bottom on a phone. */
export function Nav() {
  const toReview = useToReview()
  return (
    <nav className={css['nav']} aria-label="Main">
      <Link to="/calls" className={css['home']} aria-label="FastFollow, to the calls">
        <Wordmark />
      </Link>
      <ul className={css['list']}>
        <li>
          <Link
            to="/calls"
            className={css['entry']}
            title="Calls (g c)"
            activeProps={{ 'data-active': true }}
          >
            <CallsIcon size={18} />
            <span className={css['word']}>Calls</span>
          </Link>
        </li>
        <li>
          <Link
            to="/follow-ups"
            className={css['entry']}
            title="Follow-ups (g f)"
            activeProps={{ 'data-active': true }}
          >
            <MailIcon size={18} />
            <span className={css['word']}>Follow-ups</span>
            {toReview > 0 && (
              <span className={css['count']}>
                {toReview > 99 ? '99+' : toReview}
                <span className="sr-only"> to review</span>
              </span>
            )}
          </Link>
        </li>
        <li>
          <Link
            to="/integrations"
            className={css['entry']}
            title="Integrations (g i)"
            activeProps={{ 'data-active': true }}
          >
            <PlugIcon size={18} />
            <span className={css['word']}>Integrations</span>
          </Link>
        </li>
        <HealthEntry />
        <ImportsEntry />
      </ul>
    </nav>
  )
}

/** For admins. Where not all is well, a dot and a word say whose turn it is. */
function HealthEntry() {
  const me = useQuery(meQuery)
  const connection = useQuery(gongQuery)
  if (me.data?.role !== 'owner' && me.data?.role !== 'admin') return null
  const turn = connection.data ? wholeTurn(connection.data) : null
  return (
    <li>
      <Link to="/admin/health" className={css['entry']} title="Health" activeProps={{ 'data-active': true }}>
        <PulseIcon size={18} />
        <span className={css['word']}>Health</span>
        {turn !== null && (
          <span className={css['state']} data-turn={turn}>
            <span className={css['stateWord']}>{TURN_WORDS[turn]}</span>
          </span>
        )}
      </Link>
    </li>
  )
}

const TURN_WORDS = { admin: 'needs you', gong: 'Gong’s turn', fastfollow: 'on it' }

/** Of all that is wrong, whose turn comes first: the reader's. */
function wholeTurn({ issues, ownerLeft }: GongConnection): keyof typeof TURN_WORDS | null {
  const turns = new Set(issues.map(({ turn }) => turn))
  if (ownerLeft || turns.has('admin') || turns.has('you')) return 'admin'
  return turns.has('gong') ? 'gong' : turns.has('fastfollow') ? 'fastfollow' : null
}

/** For admins. */
function ImportsEntry() {
  const me = useQuery(meQuery)
  if (me.data?.role !== 'owner' && me.data?.role !== 'admin') return null
  return (
    <li>
      <Link
        to="/admin/backfills"
        className={css['entry']}
        title="Imports"
        activeProps={{ 'data-active': true }}
      >
        <ImportIcon size={18} />
        <span className={css['word']}>Imports</span>
      </Link>
    </li>
  )
}

function useToReview(): number {
  const queue = useInfiniteQuery(followUpsQuery('draft'))
  return queue.data?.pages[0]?.toReview ?? 0
}
