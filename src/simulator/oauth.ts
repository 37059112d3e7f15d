import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formOf, pathOf, queryOf } from './bodies.ts'
import { consentPage, refusalPage } from './page/consent-page.ts'
import { OAuthError } from './errors.ts'
import { sendPage } from './page/html.ts'
import type { Parts } from './parts.ts'
import type { SimulatorState } from './state.ts'
import { DAY_S } from './tokens.ts'
import type { IssuedTokens, Tokens } from './tokens.ts'

/** What a client asks for on the authorize page. */
export interface Authorization {
  clientId: string
  redirectUri: string
  scopes: string[]
  state: string | null
}

export const KNOWN_SCOPES = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:calls:read:media-url',
  'api:users:read',
  'api:workspaces:read',
]

/** Gong's OAuth: the consent of an admin, and the token endpoint. */
export function addOAuth(app: FastifyInstance, parts: Parts, tokens: Tokens): void {
  const { state } = parts.store

  app.get('/oauth2/authorize', async (request, reply) => {
    const asked = readAuthorization(queryOf(request), state)
    if (typeof asked === 'string') return sendPage(reply.code(400), refusalPage(asked))
    const wrong = problemOf(queryOf(request), asked, state)
    if (wrong)
      return reply.redirect(redirectTo(asked, { error: wrong.code, error_description: wrong.message }))
    return sendPage(reply, consentPage(asked, parts.companies.main.people), new URL(asked.redirectUri).origin)
  })

  app.post('/oauth2/authorize', async (request, reply) => {
    const form = formOf(request)
    const asked = readAuthorization(form, state)
    if (typeof asked === 'string') return sendPage(reply.code(400), refusalPage(asked))
    const scopes = form.getAll('grant').filter((scope) => asked.scopes.includes(scope))
    if (form.get('decision') !== 'allow')
      return reply.redirect(redirectTo(asked, { error: 'access_denied' }), 303)
    const code = await tokens.issueCode({ clientId: asked.clientId, redirectUri: asked.redirectUri, scopes })
    return reply.redirect(redirectTo(asked, { code }), 303)
  })

  app.post('/oauth2/generate-customer-token', async (request, reply) => {
    const entry = parts.requests.begin('token', request.method, pathOf(request))
    reply.raw.once('close', () => {
      entry.status = reply.raw.writableFinished ? reply.raw.statusCode : 0
      entry.tookMs = performance.now() - entry.atMs
    })
    if (state.faults.latencyMs > 0)
      await new Promise((resolve) => setTimeout(resolve, state.faults.latencyMs))
    try {
      const answer = await giveTokens(request, parts, tokens)
      if (state.faults.loseRefreshAnswer && mergedParameters(request).get('grant_type') === 'refresh_token') {
        reply.hijack()
        return reply.raw.destroy()
      }
      return await reply.header('cache-control', 'no-store').send(tokenJson(answer, request, state))
    } catch (error) {
      return sendOAuthError(reply, error, parts)
    } finally {
      if (!reply.sent || reply.raw.writableEnded) entry.status = reply.statusCode
    }
  })
}

async function giveTokens(request: FastifyRequest, parts: Parts, tokens: Tokens): Promise<IssuedTokens> {
  const { faults } = parts.store.state
  const parameters = mergedParameters(request)
  const clientId = authenticatedClient(request)
  if (faults.unapprovedClient)
    throw new OAuthError('unauthorized_client', 'This client has not been activated. Ask your Gong contact.')
  const validityS = readValidity(parameters.get('validity_duration'))
  const grantType = parameters.get('grant_type')
  if (grantType === 'authorization_code')
    return tokens.exchangeCode({
      clientId,
      validityS,
      code: needed(parameters, 'code'),
      redirectUri: needed(parameters, 'redirect_uri'),
    })
  if (grantType === 'refresh_token') {
    if (faults.refreshFails === true) throw new OAuthError('invalid_grant', 'Refresh token code is invalid')
    if (faults.refreshFails !== false)
      throw new OAuthError('server_error', 'Try again later', faults.refreshFails)
    return tokens.refresh({ clientId, validityS, refreshToken: needed(parameters, 'refresh_token') })
  }
  throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token')
}

/** Clients in the wild send the parameters in the query (as Gong's guide shows) or as a form: both count. */
function mergedParameters(request: FastifyRequest): URLSearchParams {
  const all = formOf(request)
  for (const [name, value] of queryOf(request)) all.append(name, value)
  return all
}

function authenticatedClient(request: FastifyRequest): string {
  const [, encoded] = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.authorization ?? '') ?? []
  const [, id, secret] = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? []
  const clientId = formDecoded(id ?? '')
  if (!isKnownClient(clientId)) throw new OAuthError('invalid_client', 'Client authentication failed', 401)
  // Any secret is right, so that nothing has to be registered; one kind is wrong, so that this can be tried, too.
  if (formDecoded(secret ?? '').startsWith('wrong'))
    throw new OAuthError('invalid_client', 'Client authentication failed', 401)
  return clientId
}

/** OAuth form-encodes id and secret before base64 (RFC 6749, section 2.3.1); many clients don't. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function isKnownClient(clientId: string): boolean {
  return /^sim-[\w.-]{1,100}$/.test(clientId)
}

function needed(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name)
  if (value === null || value === '') throw new OAuthError('invalid_request', `${name} is missing`)
  return value
}

function readValidity(text: string | null): number {
  if (text === null) return DAY_S
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new OAuthError('invalid_request', 'validity_duration is not valid')
  return seconds
}

function tokenJson(issued: IssuedTokens, request: FastifyRequest, state: SimulatorState): object {
  return {
    access_token: issued.accessToken,
    refresh_token: issued.refreshToken,
    token_type: 'Bearer',
    expires_in: issued.expiresInS,
    scope: issued.scopes.join(' '),
    // The address by which the client reached us is one that it can reach.
    api_base_url_for_customer: state.faults.apiBaseUrl ?? `${request.protocol}://${request.host}`,
  }
}

function sendOAuthError(reply: FastifyReply, error: unknown, parts: Parts): FastifyReply {
  if (!(error instanceof OAuthError)) {
    parts.log.error(error, 'the simulated token endpoint failed')
    return reply.code(500).send({ error: 'server_error' })
  }
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="Gong simulator"')
  return reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .send({ error: error.code, error_description: error.message })
}

/** A text instead of an authorization is a refusal that must not be sent to the (unproven) redirect address. */
function readAuthorization(parameters: URLSearchParams, state: SimulatorState): Authorization | string {
  const clientId = parameters.get('client_id') ?? ''
  const redirectUri = parameters.get('redirect_uri') ?? ''
  if (!isKnownClient(clientId))
    return `The simulator knows every client whose id begins with "sim-", but "${clientId}" does not.`
  if (!isAllowedRedirect(redirectUri, state))
    return `The redirect address "${redirectUri}" is neither on this machine nor registered with the simulator.`
  const scopes = (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  return { clientId, redirectUri, scopes: [...new Set(scopes)], state: parameters.get('state') }
}

function isAllowedRedirect(address: string, state: SimulatorState): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (!['http:', 'https:'].includes(url.protocol) || url.hash !== '') return false
  const onThisMachine =
    ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || url.hostname.endsWith('.localhost')
  return onThisMachine || state.redirectUris.includes(address)
}

function problemOf(
  parameters: URLSearchParams,
  asked: Authorization,
  state: SimulatorState,
): OAuthError | null {
  if (state.faults.unapprovedClient)
    return new OAuthError('unauthorized_client', 'This client has not been activated')
  if (parameters.get('response_type') !== 'code')
    return new OAuthError('unsupported_response_type', 'response_type must be code')
  const unknown = asked.scopes.find((scope) => !KNOWN_SCOPES.includes(scope))
  if (unknown !== undefined || asked.scopes.length === 0)
    return new OAuthError(
      'invalid_scope',
      unknown === undefined ? 'No scope was asked for' : `Unknown scope ${unknown}`,
    )
  return null
}

function redirectTo(asked: Authorization, answer: Record<string, string>): string {
  const url = new URL(asked.redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (asked.state !== null) url.searchParams.set('state', asked.state)
  return url.href
}
