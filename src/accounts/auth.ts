import type { IncomingHttpHeaders } from 'node:http'
import { sql } from 'kysely'
import type { Role } from './account-shapes.ts'
import { type BetterAuth, type BetterAuthParts, CLIENT_IP_HEADER, createBetterAuth } from './better-auth.ts'
import { viewerOfKey } from './keys.ts'
import type { HashPassword } from './people.ts'
import type { Viewer } from './viewer.ts'

/** What a request's credentials are worth. */
export interface Identity {
  viewer: Viewer | null
  /** A key was given that is not (or no longer) valid: counted against its sender's address. */
  wrongKey: boolean
  /** Cookies to send along: a session that was used is prolonged, a dead one is removed from the browser. */
  setCookies: string[]
}

/** Who is behind a request's `Authorization: Bearer` key or, without one, its session cookie. */
export type Authenticate = (
  request: { headers: IncomingHttpHeaders },
  options?: { prolong?: boolean },
) => Promise<Identity>

export interface Auth {
  authenticate: Authenticate
  hashPassword: HashPassword
  /** Passes a request on to better-auth. Only `auth-routes.ts` decides which. */
  ask(
    path: string,
    options: { method: 'GET' | 'POST'; headers: IncomingHttpHeaders; ip: string; body?: object },
  ): Promise<Response>
  /** Signs in somebody whose password was just set; answers the cookies for their browser. */
  signIn(
    person: { email: string; password: string },
    from: { headers: IncomingHttpHeaders; ip: string },
  ): Promise<string[]>
}

/** Sessions and keys: the one place that turns credentials into a {@link Viewer}. */
export function createAuth(parts: BetterAuthParts): Auth {
  const library = createBetterAuth(parts)
  return {
    async authenticate({ headers }, { prolong = true } = {}) {
      const key = bearer(headers.authorization)
      if (key !== null) {
        const viewer = await viewerOfKey(parts.db, parts.clock, key)
        return { viewer, wrongKey: viewer === null, setCookies: [] }
      }
      if (headers.cookie === undefined) return { viewer: null, wrongKey: false, setCookies: [] }
      return viewerOfSession(parts, library, headers.cookie, prolong)
    },
    hashPassword: async (password) => (await library.$context).password.hash(password),
    ask: (path, { method, headers, ip, body }) =>
      library.handler(
        new Request(`${parts.publicUrl}/api/auth${path}`, {
          method,
          headers: forwarded(headers, ip),
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      ),
    async signIn(body, { headers, ip }) {
      const response = await library.api.signInEmail({
        body,
        headers: forwarded(headers, ip),
        asResponse: true,
      })
      if (!response.ok) throw new Error(`Signing in after setting a password failed with ${response.status}`)
      return response.headers.getSetCookie()
    },
  }
}

async function viewerOfSession(
  { db }: Pick<BetterAuthParts, 'db'>,
  library: BetterAuth,
  cookie: string,
  prolong: boolean,
): Promise<Identity> {
  const { headers, response: found } = await library.api.getSession({
    headers: new Headers({ cookie }),
    query: { disableRefresh: !prolong },
    returnHeaders: true,
  })
  const setCookies = headers.getSetCookie()
  if (found === null) return { viewer: null, wrongKey: false, setCookies }
  const { rows } = await sql<{ workspace_id: string; role: Role }>`
    select workspace_id, role from member where user_id = ${found.user.id} order by created_at, id limit 1
  `.execute(db)
  const member = rows[0]
  if (member === undefined) return { viewer: null, wrongKey: false, setCookies }
  const viewer: Viewer = {
    workspaceId: member.workspace_id,
    userId: found.user.id,
    name: found.user.name,
    email: found.user.email,
    role: member.role,
    via: 'session',
    credentialId: found.session.id,
  }
  return { viewer, wrongKey: false, setCookies }
}

/** The key of an `Authorization: Bearer …` header, or null when there is no such header. */
function bearer(header: string | undefined): string | null {
  const [scheme = '', key = ''] = header?.split(' ') ?? []
  return scheme.toLowerCase() === 'bearer' ? key : null
}

/** What better-auth gets to see of a request: what it needs, and an address that the client can't make up. */
function forwarded(headers: IncomingHttpHeaders, ip: string): Headers {
  const passed = new Headers({ 'content-type': 'application/json', [CLIENT_IP_HEADER]: ip })
  for (const name of [
    'cookie',
    'origin',
    'referer',
    'user-agent',
    'sec-fetch-site',
    'sec-fetch-mode',
    'sec-fetch-dest',
  ]) {
    const value = headers[name]
    if (typeof value === 'string') passed.set(name, value)
  }
  return passed
}
