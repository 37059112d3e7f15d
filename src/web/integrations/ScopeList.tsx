import type { GongConnection } from '../api/types.ts'
import { CopyIconButton } from '../parts/CopyField.tsx'
import { StateBadge } from '../parts/StateBadge.tsx'
import css from './GongPage.module.css'

/** The scopes, each with why it is needed; when connected, whether Gong granted it. */
export function ScopeList({
  scopes,
  granted = false,
}: {
  scopes: GongConnection['scopes']
  granted?: boolean
}) {
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
              look={
                scope.granted
                  ? { shape: 'check', tone: 'good', word: 'Granted' }
                  : { shape: 'cross', tone: 'bad', word: 'Not granted' }
              }
            />
          )}
        </li>
      ))}
    </ul>
  )
}
