import { Link } from '@tanstack/react-router'
import { connectionLook } from '../integrations/look.ts'
import { lackingScopes } from '../integrations/scopes.ts'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import css from './Health.module.css'
import type { Health } from './query.ts'
import { Section } from './Section.tsx'

/** Whose connection it is, what it may do, and how old its tokens are. */
export function ConnectionFacts({ connection }: { connection: Health['connections'][number] }) {
  const { tokens } = connection
  const missing = lackingScopes(connection)
  return (
    <Section title="Connection" actions={<Link to="/integrations/gong">Change</Link>}>
      <p>
        <StateBadge look={connectionLook(connection)} />
        {connection.owner && ` · owned by ${connection.owner.name}`}
        {connection.company && ` · ${connection.company}`} ·{' '}
        {missing.length === 0 ? 'all scopes granted' : `missing: ${missing.join(', ')}`}
      </p>
      {tokens?.obtainedAt && (
        <p className={css['quiet']}>
          Access renewed <RelativeTime at={tokens.obtainedAt} />
          {tokens.nextRefreshAt && (
            <>
              , next at <RelativeTime at={tokens.nextRefreshAt} as="clock" />
            </>
          )}
          {tokens.expiresAt && (
            <>
              , ends <RelativeTime at={tokens.expiresAt} as="clock" />
            </>
          )}
          {tokens.refusedAt && (
            <>
              ; Gong refuses to renew it since <RelativeTime at={tokens.refusedAt} />
            </>
          )}
        </p>
      )}
    </Section>
  )
}
