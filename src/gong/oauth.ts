import type { Logger } from 'pino'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { GongError } from './errors.ts'
import type { GongOAuth, GongTokens, OAuthClient } from './gong.ts'
import { allowedApiBase } from './hosts.ts'
import { send, type HttpLimits } from './http.ts'
import { judgeTokenAnswer } from './judge-token.ts'
import { GONG_SCOPES } from './scopes.ts'

interface OAuthDeps extends HttpLimits {
  apiHosts: string[]
  clock: Clock
  log: Pick<Logger, 'debug' | 'warn'>
}

/** A token answer is a few kB; whatever is much larger is not one. */
const MAX_TOKEN_BYTES = 256 * 1024
/** Gong's access tokens live a day; assumed where the answer does not say. */
const DEFAULT_LIFE_S = 86_400

const nullable = z
  .string()
  .min(1)
  .nullish()
  .transform((value) => value ?? null)
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: nullable,
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
  expires_in: z.coerce
    .number()
    .positive()
    .max(10 * 365 * 86_400)
    .nullish()
    .catch(null),
  scope: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  api_base_url_for_customer: nullable,
})

/** Gong's OAuth: where to send the admin, and both grants (`docs/decisions/031` tells why by hand). */
export function oauthOperations(deps: OAuthDeps): GongOAuth {
  return {
    authorizeUrl(client, { redirectUri, state }) {
      const url = endpoint(client, 'authorize')
      url.search = new URLSearchParams({
        client_id: client.id,
        response_type: 'code',
        scope: GONG_SCOPES.join(' '),
        redirect_uri: redirectUri,
        state,
      }).toString()
      return url.href
    },
    async exchangeCode(client, { code, redirectUri }) {
      const answer = await grant(deps, client, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
      })
      if (answer.refresh_token === null || answer.api_base_url_for_customer === null)
        throw new GongError('unavailable', "Gong's token answer lacks the refresh token or the API address.")
      return tokens(answer, answer.refresh_token, deps, client)
    },
    async refresh(client, refreshToken) {
      const answer = await grant(deps, client, { grant_type: 'refresh_token', refresh_token: refreshToken })
      // RFC 6749 section 6: no new refresh token means that the old one goes on. Gong rotates it each time.
      return tokens(answer, answer.refresh_token ?? refreshToken, deps, client)
    },
  }
}

/** Both grants travel as query parameters with an empty body: the form that Gong documents. */
async function grant(deps: OAuthDeps, client: OAuthClient, parameters: Record<string, string>) {
  const url = endpoint(client, 'generate-customer-token')
  url.search = new URLSearchParams(parameters).toString()
  const began = performance.now()
  const reply = await send(
    { method: 'POST', url: url.href, headers: { authorization: basic(client), accept: 'application/json' } },
    { ...deps, maxBytes: Math.min(deps.maxBytes, MAX_TOKEN_BYTES) },
  )
  const ms = Math.round(performance.now() - began)
  deps.log.debug({ operation: parameters['grant_type'], status: reply.status, ms }, 'asked Gong for tokens')
  reply.done()
  const parsed = TokenAnswer.safeParse(judgeTokenAnswer(reply, deps.clock.now()))
  if (parsed.success) return parsed.data
  throw new GongError('unavailable', 'Gong answered with something that is not a token.', {
    status: reply.status,
  })
}

function tokens(
  answer: z.infer<typeof TokenAnswer>,
  refreshToken: string,
  deps: OAuthDeps,
  client: OAuthClient,
): GongTokens {
  return {
    accessToken: answer.access_token,
    refreshToken,
    expiresInS: Math.floor(answer.expires_in ?? DEFAULT_LIFE_S),
    scopes: answer.scope === null ? null : answer.scope.split(/[\s,]+/).filter((scope) => scope !== ''),
    apiBaseUrl: checkedHost(answer.api_base_url_for_customer, deps, client),
  }
}

/** The customer's data and our token go where this says, so it is checked before anybody can use it. */
function checkedHost(address: string | null, deps: OAuthDeps, client: OAuthClient): string | null {
  if (address === null) return null
  const origin = allowedApiBase(address, { patterns: deps.apiHosts, appUrl: client.appUrl })
  if (origin !== null) return origin
  throw new GongError(
    'insecure_host',
    `Gong's token answer names an API address that is not allowed: ${address.slice(0, 200)}`,
  )
}

/** Plain base64 of `id:secret`, as Gong documents it; RFC 6749 would have both form-encoded first. */
function basic(client: OAuthClient): string {
  return `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
}

function endpoint(client: OAuthClient, name: string): URL {
  return new URL(`${client.appUrl.replace(/\/+$/, '')}/oauth2/${name}`)
}
