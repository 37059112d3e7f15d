import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { gongQuery, meQuery } from '../api/queries.ts'
import type { GongConnection } from '../api/types.ts'
import { ConnectLink } from '../integrations/ConnectButton.tsx'
import { TakeOver } from '../integrations/Owner.tsx'
import { WarnIcon } from '../parts/icons.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { useNow } from '../parts/useNow.ts'
import css from './Banner.module.css'
import { useLiveDownSince } from './Live.tsx'
import { noticeOf, type Notice } from './notice.ts'

/** Short breaks heal by themselves; only a longer one is worth a word. */
const WORTH_A_WORD_MS = 15_000

/** Shown only when the reader must act or wait, and moves by itself. */
export function Banner() {
  const now = useNow()
  const downSince = useLiveDownSince()
  const me = useQuery(meQuery)
  const gong = useQuery({ ...gongQuery, staleTime: 60_000 })
  // These pages say it themselves, first and in full.
  const isSaidThere = useLocation({
    select: ({ pathname }) => pathname === '/integrations/gong' || pathname === '/admin/health',
  })

  if (downSince !== null && now - downSince > WORTH_A_WORD_MS) {
    return (
      <Strip>
        Live updates are interrupted. What you see may be a little old; we reconnect by ourselves.
      </Strip>
    )
  }
  const notice = gong.data && noticeOf(gong.data, { userId: me.data?.user?.id ?? null, now })
  if (!notice || isSaidThere) return null
  return (
    <Strip action={<Action notice={notice} connection={gong.data} />}>
      {notice.what}
      {notice.at && (
        <>
          {' '}
          <RelativeTime at={notice.at.iso} as={notice.at.as} />
        </>
      )}
      . {notice.rest}
    </Strip>
  )
}

function Action({ notice, connection }: { notice: Notice; connection: GongConnection }) {
  switch (notice.action) {
    case 'reconnect':
      return <ConnectLink connection={connection} />
    case 'see':
      return <Link to="/integrations/gong">See what to do</Link>
    case 'take_over':
      return <TakeOver />
    case undefined:
      return null
  }
}

function Strip({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <aside className={css['strip']} aria-label="Notice">
      <WarnIcon className={css['icon']} />
      <span role="status">{children}</span>
      {action && <span className={css['action']}>{action}</span>}
    </aside>
  )
}
