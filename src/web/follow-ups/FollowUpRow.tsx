import { Link } from '@tanstack/react-router'
import type { FollowUpSummary } from '../api/types.ts'
import { WarnIcon } from '../parts/icons.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { followUpLook } from '../parts/state.ts'
import { StateShape } from '../parts/StateBadge.tsx'
import css from './FollowUpsPage.module.css'

/** One follow-up: what it is about, to whom it goes, and what in it needs a look. Leads to its call. */
export function FollowUpRow({ item, showStatus }: { item: FollowUpSummary; showStatus: boolean }) {
  const look = followUpLook(item.status)
  return (
    <li className={css['row']}>
      <span className={css['state']}>
        <StateShape look={look} label />
      </span>
      <span className={css['what']}>
        <Link to="/calls/$id" params={{ id: item.callId }} className={css['subject']} data-row>
          {item.subject || item.callTitle || 'No subject'}
        </Link>
        <span className={css['about']}>
          {[item.subject.includes(item.callTitle ?? '') ? null : item.callTitle, item.company, item.host]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={css['to']}>{recipients(item)}</span>
      <span className={css['counts']}>
        {promises(item)}
        {item.unsupported > 0 && (
          <span className={css['check']}>
            <WarnIcon size={14} /> {item.unsupported} to check
          </span>
        )}
      </span>
      <span className={css['when']}>
        {showStatus && `${look.word} · `}
        <RelativeTime at={item.startedAt ?? item.updatedAt} />
      </span>
    </li>
  )
}

function recipients({ to }: FollowUpSummary): string {
  const [first, ...more] = to
  if (!first) return 'To no one yet'
  return `To ${first.name ?? first.email}${more.length > 0 ? ` +${more.length}` : ''}`
}

function promises({ ours, theirs }: FollowUpSummary): string {
  if (ours + theirs === 0) return 'Nothing promised'
  return [ours > 0 && `We do ${ours}`, theirs > 0 && `they do ${theirs}`].filter(Boolean).join(' · ')
}
