import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { gongQuery } from '../api/queries.ts'
import { WarnIcon } from '../parts/icons.tsx'
import { useNow } from '../parts/useNow.ts'
import css from './Banner.module.css'
import { useLiveDownSince } from './Live.tsx'

/** Short breaks heal by themselves; only a longer one is worth a word. */
const WORTH_A_WORD_MS = 15_000

/** Shown only when the reader must act or wait. */
export function Banner() {
  const now = useNow()
  const downSince = useLiveDownSince()
  const gong = useQuery({ ...gongQuery, staleTime: 60_000 })
  const onGongPage = useLocation({ select: (location) => location.pathname === '/integrations/gong' })

  if (downSince !== null && now - downSince > WORTH_A_WORD_MS) {
    return (
      <Strip>
        Live updates are interrupted. What you see may be a little old; we reconnect by ourselves.
      </Strip>
    )
  }
  const issue = gong.data?.issues.find(
    (each) => !each.resolvedAt && (each.code === 'needs_reconnect' || each.code === 'forbidden'),
  )
  if (!issue || onGongPage) return null
  return (
    <Strip>
      {issue.message}{' '}
      {gong.data?.canManage && (
        <Link to="/integrations/gong">{issue.code === 'forbidden' ? 'See what to do' : 'Reconnect'}</Link>
      )}
    </Strip>
  )
}

function Strip({ children }: { children: React.ReactNode }) {
  return (
    <div className={css['strip']} role="status">
      <WarnIcon className={css['icon']} />
      <span>{children}</span>
    </div>
  )
}
