import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Companies } from './companies.ts'
import { OAuthError } from './errors.ts'
import type { Grant } from './state.ts'
import type { Store } from './store.ts'

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  expiresInS: number
  scopes: string[]
}

/** Codes and tokens. Each answer is on disk before it is returned: a kill loses no rotated refresh token. */
export interface Tokens {
  issueCode(request: { clientId: string; redirectUri: string; scopes: string[] }): Promise<string>
  /** Throws OAuthError `invalid_grant`. A code is worth one try. */
  exchangeCode(request: {
    clientId: string
    code: string
    redirectUri: string
    validityS: number
  }): Promise<IssuedTokens>
  /** Throws OAuthError `invalid_grant`. The refresh token is dead afterwards. */
  refresh(request: { clientId: string; refreshToken: string; validityS: number }): Promise<IssuedTokens>
  /** Null: unknown, expired or revoked. */
  find(accessToken: string): { grant: Grant; scopes: string[] } | null
  revokeAll(): void
}

export const DAY_S = 86_400
const CODE_LIFE_MS = 10 * 60_000

export function createTokens(store: Store, companies: Companies, clock: Clock): Tokens {
  const { state } = store
  const now = () => clock.now().getTime()
  const honoured = (scopes: string[]) => scopes.filter((scope) => !state.faults.missingScopes.includes(scope))

  const issue = async (grant: Grant, validityS: number): Promise<IssuedTokens> => {
    const [accessToken, refreshToken] = [newSecret('sim_access'), newSecret('sim_refresh')]
    grant.refreshHash = hashOf(refreshToken)
    // The former access token lives on until it expires, as OAuth allows and clients in the middle of a request need.
    grant.access = grant.access.filter((token) => token.expiresMs > now())
    grant.access.push({ hash: hashOf(accessToken), expiresMs: now() + validityS * 1000 })
    await store.save()
    return { accessToken, refreshToken, expiresInS: validityS, scopes: grant.scopes }
  }
  return {
    async issueCode({ clientId, redirectUri, scopes }) {
      for (const [hash, code] of Object.entries(state.codes))
        if (code.expiresMs <= now()) delete state.codes[hash]
      const code = newSecret('sim_code')
      state.codes[hashOf(code)] = { clientId, redirectUri, scopes, expiresMs: now() + CODE_LIFE_MS }
      await store.save()
      return code
    },
    exchangeCode({ clientId, code, redirectUri, validityS }) {
      const hash = hashOf(code)
      const known = state.codes[hash]
      delete state.codes[hash]
      if (!known || known.expiresMs <= now())
        throw new OAuthError(
          'invalid_grant',
          'The authorization code is unknown, was used before or has expired',
        )
      if (known.clientId !== clientId)
        throw new OAuthError('invalid_grant', 'The code was given to another client')
      if (known.redirectUri !== redirectUri)
        throw new OAuthError('invalid_grant', 'redirect_uri is not the one that the code was given for')
      const company = companies.ofClient(clientId)
      if (!company.state.clientIds.includes(clientId)) company.state.clientIds.push(clientId)
      const grant: Grant = {
        id: randomUUID(),
        company: company.state.key,
        clientId,
        scopes: honoured(known.scopes),
        refreshHash: '',
        access: [],
        createdMs: now(),
      }
      state.grants.push(grant)
      return issue(grant, validityS)
    },
    refresh({ clientId, refreshToken, validityS }) {
      const hash = hashOf(refreshToken)
      const grant = state.grants.find((known) => known.refreshHash === hash && known.clientId === clientId)
      if (!grant) throw new OAuthError('invalid_grant', 'Refresh token code is invalid')
      return issue(grant, validityS)
    },
    find(accessToken) {
      const hash = hashOf(accessToken)
      const grant = state.grants.find((known) =>
        known.access.some((token) => token.hash === hash && token.expiresMs > now()),
      )
      return grant ? { grant, scopes: honoured(grant.scopes) } : null
    },
    revokeAll() {
      state.grants = []
      state.codes = {}
    },
  }
}

function newSecret(kind: string): string {
  return `${kind}_${randomBytes(24).toString('base64url')}`
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
