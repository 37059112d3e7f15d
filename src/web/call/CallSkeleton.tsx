import { Skeleton } from '@mantine/core'
import css from './CallPage.module.css'
import headCss from './CallHeader.module.css'

const LINES = ['92%', '78%', '85%', '60%', '88%', '70%', '94%', '52%', '81%']

/** The page's shape while the call is read. */
export function CallSkeleton() {
  return (
    <div className={css['call']} role="status" aria-busy="true" aria-label="The call is being read">
      <div className={headCss['head']}>
        <div className={headCss['what']}>
          <Skeleton height={22} width="38%" />
          <Skeleton height={13} width="54%" mt={10} />
        </div>
      </div>
      <div className={css['sides']}>
        {['transcript', 'follow-up'].map((side) => (
          <div key={side} className={css['nothing']}>
            {LINES.map((width) => (
              <Skeleton key={width} height={13} width={width} mb={14} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
