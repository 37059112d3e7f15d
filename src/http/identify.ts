import type { FastifyRequest } from 'fastify'
import { type Access, assertAccess } from '../accounts/access.ts'
import type { Authenticate } from '../accounts/auth.ts'
import { assertSameOrigin } from '../accounts/same-origin.ts'
import { createWrongKeyCounter } from './rate-limits.ts'
import type { Server } from './server-type.ts'

/**
 * Finds out who is asking before the request is counted, and whether they may before its body is read.
 * Register it before the rate limits: they count by person.
 */
export function identifyViewers(
  server: Server,
  { authenticate, publicUrl }: { authenticate: Authenticate; publicUrl: string },
): void {
  const wrongKeys = createWrongKeyCounter()
  server.decorateRequest('viewer', null)

  server.addHook('onRequest', async (request, reply) => {
    if (accessOf(request) === 'none') return
    if (request.headers.authorization !== undefined) wrongKeys.assertNotOver(request)
    const { viewer, wrongKey, setCookies } = await authenticate(request)
    if (wrongKey) wrongKeys.count(request)
    if (setCookies.length > 0) reply.header('set-cookie', setCookies)
    request.viewer = viewer
  })

  server.addHook('preParsing', async (request) => {
    const access = accessOf(request)
    if (access === 'none') return
    assertAccess(request.viewer, access)
    if (request.viewer?.via === 'key') return
    assertSameOrigin(publicUrl, {
      method: request.method,
      origin: request.headers.origin,
      secFetchSite: one(request.headers['sec-fetch-site']),
      byCookie: request.viewer !== null,
    })
  })
}

/** Under /api a route that does not say is for signed-in people; everything else (pages, health) holds no data. */
function accessOf(request: FastifyRequest): Access {
  if (request.is404) return 'none'
  return (
    request.routeOptions.config.access ?? (request.routeOptions.url?.startsWith('/api/') ? 'viewer' : 'none')
  )
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
