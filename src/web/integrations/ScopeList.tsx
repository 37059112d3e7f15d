import type { GongConnection } from '../api/types.ts'
import { CopyIconButton } from '../parts/CopyField.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './GongPage.module.css'
import { refusedScopes } from './scopes.ts'

const GRANTED: Look = { shape: 'check', tone: 'good', word: 'Granted' }
const NOT_GRANTED: Look = { shape: 'cross', tone: 'bad', word: 'Not granted' }
const REFUSED: Look = { shape: 'cross', tone: 'bad', word: 'Refused now' }

/** The scopes, each with why it is needed; when connected, whether Gong granted it, and honours it. */
export function ScopeList({
  connection,
  granted = false,
}: {
  connection: GongConnection
  granted?: boolean
}) {
  const { scopes } = connection
  const refused = refusedScopes(connection)
  return (
    <ul className={css['scopes']}>
      {scopes.map((scope) => (
        <li key={scope.scope} className={css['scope']}>
          <span className={css['scopeName']}>
            <code>{scope.scope}</code>
            {!granted && <CopyIconButton value={scope.scope} what={scope.scope} />}
          </span>
          <span className={css['why']}>{scope.why}</span>
          {granted && (
            <StateBadge
              look={!scope.granted ? NOT_GRANTED : refused.includes(scope.scope) ? REFUSED : GRANTED}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
