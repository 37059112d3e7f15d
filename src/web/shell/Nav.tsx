import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { followUpsQuery, gongQuery, meQuery } from '../api/queries.ts'
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

/** For admins. A word says so when something is wrong. */
function HealthEntry() {
  const me = useQuery(meQuery)
  const connection = useQuery(gongQuery)
  const { role } = me.data ?? { role: null }
  if (role !== 'owner' && role !== 'admin') return null
  const open = connection.data?.issues.length ?? 0
  return (
    <li>
      <Link to="/admin/health" className={css['entry']} title="Health" activeProps={{ 'data-active': true }}>
        <PulseIcon size={18} />
        <span className={css['word']}>Health</span>
        {open > 0 && (
          <span className={css['count']}>
            {open}
            <span className="sr-only"> {open === 1 ? 'problem' : 'problems'}</span>
          </span>
        )}
      </Link>
    </li>
  )
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
