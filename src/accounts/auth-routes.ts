import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import type { Server } from '../http/server-type.ts'
import { fingerprint } from '../secrets.ts'
import { viewerOf } from './access.ts'
import { ChangePasswordInput, CurrentSession, SignedIn, SignInInput } from './account-shapes.ts'
import { assertAttempt, tooManyAttempts } from './attempts.ts'
import { audit } from './audit.ts'
import type { Auth } from './auth.ts'

/** For one address from anywhere: slows a guesser with many machines down without locking its owner out for long. */
const PER_ACCOUNT = { max: 50, windowS: 15 * 60 }

const FoundSession = z
  .object({ session: z.object({ id: z.string(), expiresAt: z.coerce.date() }), user: SignedIn.shape.user })
  .nullable()

/** Signing in and out. These four are all of better-auth that can be reached; its other paths answer 404. */
export function authRoutes({ auth, db, clock }: { auth: Auth; db: Db; clock: Clock }) {
  return (server: Server) => {
    server.post(
      '/api/auth/sign-in/email',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Sign in with e-mail and password',
          tags: ['Accounts'],
          body: SignInInput,
          response: { 200: SignedIn },
        },
      },
      async (request, reply) => {
        await assertAttempt(db, clock, `sign-in|${fingerprint(request.body.email)}`, PER_ACCOUNT)
        const answer = await auth.ask('/sign-in/email', { ...from(request), body: request.body })
        const body = await pass(answer, reply, 'E-mail address or password is wrong.')
        return SignedIn.parse(body)
      },
    )

    server.post(
      '/api/auth/sign-out',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Sign out',
          tags: ['Accounts'],
          response: { 200: z.object({ success: z.boolean() }) },
        },
      },
      async (request, reply) => {
        await pass(await auth.ask('/sign-out', { ...from(request), body: {} }), reply)
        return { success: true }
      },
    )

    server.get(
      '/api/auth/get-session',
      {
        config: { access: 'none' },
        schema: {
          summary: 'The session of this browser, or null',
          tags: ['Accounts'],
          response: { 200: CurrentSession },
        },
      },
      async (request, reply) => {
        const body = await pass(await auth.ask('/get-session', from(request, 'GET')), reply)
        const found = FoundSession.parse(body)
        if (found === null) return null
        return {
          session: { id: found.session.id, expiresAt: found.session.expiresAt.toISOString() },
          user: found.user,
        }
      },
    )

    server.post(
      '/api/auth/change-password',
      {
        schema: {
          summary: 'Change one’s own password; signs out everywhere else',
          tags: ['Accounts'],
          body: ChangePasswordInput,
          response: { 200: SignedIn },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        if (viewer.via !== 'session')
          throw new AppError('forbidden', 'Please sign in with the password to change it; an API key can’t.')
        const body = { ...request.body, revokeOtherSessions: true }
        const answer = await pass(
          await auth.ask('/change-password', { ...from(request), body }),
          reply,
          'The current password is wrong.',
        )
        await audit(db, clock, viewer.workspaceId, { userId: viewer.userId, action: 'password_changed' })
        return SignedIn.parse(answer)
      },
    )
  }
}

function from<M extends 'GET' | 'POST' = 'POST'>(
  request: { headers: import('node:http').IncomingHttpHeaders; ip: string },
  method?: M,
) {
  return { method: method ?? ('POST' as const), headers: request.headers, ip: request.ip }
}

/** Hands better-auth's cookies on and answers its body; what it refuses becomes our error. */
async function pass(answer: Response, reply: FastifyReply, refused?: string): Promise<unknown> {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  if (answer.ok) return answer.json()
  if (answer.status === 429) throw tooManyAttempts(Number(answer.headers.get('x-retry-after')) || 60)
  if (answer.status === 403)
    throw new AppError('forbidden', 'This request did not come from FastFollow’s own pages.')
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`)
  // 401 and 400 say the same: a wrong password, or no such person. Which of them is nobody's business.
  throw new AppError(answer.status === 401 ? 'unauthorized' : 'bad_request', refused ?? 'This was refused.')
}
