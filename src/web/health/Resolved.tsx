import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'

/** What was wrong and was seen to work again. */
export function Resolved({ issues }: { issues: Health['resolvedIssues'] }) {
  if (issues.length === 0) return null
  return (
    <Section title="Seen to">
      <ul className={css['resolved']}>
        {issues.map((issue) => (
          <li key={issue.id}>
            <code>{issue.code}</code> {issue.message}{' '}
            <span className={css['quiet']}>
              From <RelativeTime at={issue.firstSeenAt} />
              {issue.resolvedAt && (
                <>
                  {' '}
                  until <RelativeTime at={issue.resolvedAt} />
                </>
              )}
              {issue.count > 1 && `, ${issue.count} times`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
