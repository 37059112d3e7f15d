import type { GongConnection, GongScope } from '../api/types.ts'

type Scopes = Pick<GongConnection, 'scopes' | 'issues'>

/** What Gong was seen to refuse since, whatever it granted at connecting. */
export function refusedScopes({ scopes, issues }: Scopes): GongScope[] {
  const said = issues
    .filter(({ resolvedAt }) => resolvedAt === null)
    .flatMap(({ code, details }) =>
      code === 'forbidden'
        ? ['api:calls:read:transcript']
        : code === 'missing_scope' && typeof details['missing'] === 'string'
          ? details['missing'].split(', ')
          : [],
    )
  return scopes.map(({ scope }) => scope).filter((scope) => said.includes(scope))
}

/** What was not granted, or is refused now. */
export function lackingScopes(connection: Scopes): GongScope[] {
  const refused = refusedScopes(connection)
  return connection.scopes
    .filter(({ scope, granted }) => !granted || refused.includes(scope))
    .map(({ scope }) => scope)
}
