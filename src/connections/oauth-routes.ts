import '@fastify/cookie'
import { z } from 'zod'
import { viewerOf } from '../accounts/access.ts'
import type { Server } from '../http/server-type.ts'
import { beginConnect, finishConnect, type ConnectDeps } from './connect.ts'

const OAUTH_COOKIE = 'ff_oauth'
const CallbackQuery = z.object({
  state: z.string().max(500).default(''),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
})
const tags = ['Gong']

/** The way of OAuth: to Gong's authorize page, and back from it. */
export function oauthRoutes(deps: ConnectDeps) {
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.publicUrl.startsWith('https:'),
    path: '/api/integrations/gong/callback',
  } as const

  return (server: Server): void => {
    server.get(
      '/api/integrations/gong/connect',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: "Begin OAuth: leads to Gong's authorize page, or answers its address with ?as=json",
          querystring: z.object({ as: z.literal('json').optional() }),
        },
      },
      async (request, reply) => {
        const { url, browserSecret } = await beginConnect(viewerOf(request), deps)
        if (browserSecret !== null) reply.setCookie(OAUTH_COOKIE, browserSecret, { ...cookie, maxAge: 600 })
        return request.query.as === 'json' ? reply.send({ url }) : reply.redirect(url, 302)
      },
    )

    server.get(
      '/api/integrations/gong/callback',
      {
        config: { access: 'public' },
        schema: {
          tags,
          summary: 'The redirect URI that Gong sends the browser back to',
          querystring: CallbackQuery,
        },
      },
      async (request, reply) => {
        const keyViewer = request.viewer?.via === 'key' ? request.viewer : null
        const browserSecret = request.cookies[OAUTH_COOKIE] ?? null
        const outcome = await finishConnect(request.query, { browserSecret, keyViewer }, deps)
        return reply.clearCookie(OAUTH_COOKIE, cookie).redirect(`/integrations/gong?outcome=${outcome}`, 303)
      },
    )
  }
}
