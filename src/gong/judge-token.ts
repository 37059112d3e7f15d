import { GongError, type GongErrorKind } from './errors.ts'
import type { HttpReply } from './http.ts'
import { asObject } from './parse-each.ts'
import { retryAfterMs } from './retry-after.ts'

/**
 * Tells from a token endpoint's answer what Gong means; throws it as a GongError. The error bodies here are those of
 * OAuth (`error`, `error_description`), where Gong does not fall back to its own (`errors`). Everything that leaves open
 * whether a token was used up is `unavailable`.
 */
export function judgeTokenAnswer(reply: HttpReply, now: Date): Record<string, unknown> {
  const { status } = reply
  const body = parse(reply.text)
  if (status === 200) return body
  const error = typeof body['error'] === 'string' ? body['error'] : ''
  const said = [error, body['error_description'], ...(Array.isArray(body['errors']) ? body['errors'] : [])]
    .filter((text) => typeof text === 'string')
    .join(' · ')
  if (status === 429)
    throw new GongError('rate_limited', 'Gong asked us to wait.', {
      status,
      waitMs: retryAfterMs(reply.headers, now),
    })
  const kind = kindOf(status, error, said)
  throw new GongError(kind, MESSAGES[kind] ?? `Gong did not answer with tokens (${status}).`, { status })
}

const BY_CODE: Record<string, GongErrorKind> = {
  invalid_grant: 'invalid_grant',
  unauthorized_client: 'unauthorized_client',
  invalid_client: 'unauthorized_client',
  access_denied: 'forbidden',
  invalid_scope: 'scope_missing',
  temporarily_unavailable: 'unavailable',
  server_error: 'unavailable',
}

function kindOf(status: number, error: string, said: string): GongErrorKind {
  if (status < 400 || status >= 500 || status === 408) return 'unavailable'
  const known = Object.hasOwn(BY_CODE, error) ? BY_CODE[error] : undefined
  if (known) return known
  if (/company is inactive/i.test(said)) return 'forbidden'
  // Gong's own sentence for a refresh token that was used before: "Refresh token code is invalid".
  if (/(?:token|code)\b.*\b(?:invalid|expired|revoked|used)|invalid.*\b(?:token|code)\b/i.test(said))
    return 'invalid_grant'
  if (status === 401) return 'unauthorized_client'
  if (status === 403) return 'forbidden'
  return 'bad_request'
}

const MESSAGES: Partial<Record<GongErrorKind, string>> = {
  invalid_grant: 'Gong does not accept the code or refresh token (any more).',
  unauthorized_client: 'Gong does not know this OAuth client, or has not activated it.',
  forbidden: 'Gong does not allow this company to connect.',
  scope_missing: 'Gong does not know or does not allow a scope that was asked for.',
  bad_request: "Gong refused the request for tokens. Check the OAuth client's redirect URI.",
}

function parse(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return {}
  }
}
