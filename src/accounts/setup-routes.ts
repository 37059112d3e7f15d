import type { Server } from '../http/server-type.ts'
import { Joined, JoinInput, SetupDone, SetupInput } from './account-shapes.ts'
import { assertAttempt } from './attempts.ts'
import type { Auth } from './auth.ts'
import { type JoinParts, useLink } from './join.ts'
import { setUp, type SetupParts } from './setup.ts'

/** From one address: generous for a person, hopeless for guessing even a short token that someone chose. */
const PER_ADDRESS = { max: 30, windowS: 5 * 60 }

export interface SetupRouteParts extends SetupParts, JoinParts {
  auth: Auth
  /** Told once, after the first workspace exists. Its failure is logged and changes nothing. */
  onSetUp: (
    workspace: { id: string; name: string },
    user: { id: string; name: string; email: string },
  ) => void | Promise<void>
}

/** The two doors for people who have no account yet: the setup link and an invitation. */
export function setupRoutes(parts: SetupRouteParts) {
  const { auth, db, clock } = parts
  return (server: Server) => {
    server.post(
      '/api/setup',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Make the first user and workspace; works once',
          tags: ['Accounts'],
          body: SetupInput,
          response: { 201: SetupDone },
        },
      },
      async (request, reply) => {
        await assertAttempt(db, clock, `setup|${request.ip}`, PER_ADDRESS)
        const { name, email, password, workspaceName } = request.body
        const { workspaceId, apiKey, userId } = await setUp(parts, request.body)
        try {
          await parts.onSetUp({ id: workspaceId, name: workspaceName }, { id: userId, name, email })
        } catch (error) {
          request.log.error({ err: error }, 'What should follow the setup failed')
        }
        reply.header('set-cookie', await auth.signIn({ email, password }, request))
        return reply.code(201).send({ workspaceId, apiKey })
      },
    )

    server.post(
      '/api/join',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Join, or choose a new password, by a one-time link',
          tags: ['Accounts'],
          body: JoinInput,
          response: { 200: Joined },
        },
      },
      async (request, reply) => {
        await assertAttempt(db, clock, `join|${request.ip}`, PER_ADDRESS)
        const { password } = request.body
        const { workspaceId, email, purpose } = await useLink(parts, request.body)
        reply.header('set-cookie', await auth.signIn({ email, password }, request))
        return { workspaceId, purpose }
      },
    )
  }
}
