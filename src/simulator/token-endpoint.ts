import { performance } from 'node:perf_hooks'
import { setTimeout as passes } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isKnownClient } from './authorize.ts'
import { formOf, pathOf, queryOf } from './bodies.ts'
import { OAuthError } from './errors.ts'
import type { Parts } from './parts.ts'
import type { SimulatorState } from './state.ts'
import { DAY_S } from './tokens.ts'
import type { IssuedTokens, Tokens } from './tokens.ts'

/** Where codes and refresh tokens are exchanged for tokens. */
export function addTokenEndpoint(app: FastifyInstance, parts: Parts, tokens: Tokens): void {
  const { state } = parts.store

  app.post('/oauth2/generate-customer-token', async (request, reply) => {
    const entry = parts.requests.begin('token', request.method, pathOf(request))
    reply.raw.once('close', () => {
      entry.status = reply.raw.writableFinished ? reply.raw.statusCode : 0
      entry.tookMs = performance.now() - entry.atMs
    })
    if (state.faults.latencyMs > 0) await passes(state.faults.latencyMs)
    try {
      const answer = await giveTokens(request, parts, tokens)
      if (state.faults.loseRefreshAnswer && isRefresh(request)) return loseAnswer(reply)
      entry.status = 200
      return reply.header('cache-control', 'no-store').send(tokenJson(answer, request, state))
    } catch (error) {
      const refusal = asOAuthError(error, parts)
      entry.status = refusal.status
      return sendOAuthError(reply, refusal)
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

function isRefresh(request: FastifyRequest): boolean {
  return mergedParameters(request).get('grant_type') === 'refresh_token'
}

function loseAnswer(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.destroy()
  return reply
}

function asOAuthError(error: unknown, parts: Parts): OAuthError {
  if (error instanceof OAuthError) return error
  parts.log.error(error, 'the simulated token endpoint failed')
  return new OAuthError('server_error', 'The simulator failed', 500)
}

function sendOAuthError(reply: FastifyReply, error: OAuthError): FastifyReply {
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="Gong simulator"')
  return reply
    .code(error.status)
    .header('cache-control', 'no-store')
    .send({ error: error.code, error_description: error.message })
}
