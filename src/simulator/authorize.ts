import type { FastifyInstance } from 'fastify'
import { formOf, queryOf } from './bodies.ts'
import { OAuthError } from './errors.ts'
import { consentPage, refusalPage, type Authorization } from './page/consent-page.ts'
import { sendPage } from './page/html.ts'
import type { Parts } from './parts.ts'
import type { SimulatorState } from './state.ts'
import type { Tokens } from './tokens.ts'

export const KNOWN_SCOPES = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:calls:read:media-url',
  'api:users:read',
  'api:workspaces:read',
]

/** The page on which an admin consents, scope by scope. */
export function addAuthorize(app: FastifyInstance, parts: Parts, tokens: Tokens): void {
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
}

/** Nothing has to be registered: the beginning of its id says that a client is meant for the simulator. */
export function isKnownClient(clientId: string): boolean {
  return /^sim-[\w.-]{1,100}$/.test(clientId)
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
