import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { Server } from './server-type.ts'

/** Addresses that a browser may open: each is answered with the one HTML file, whose script shows the page. */
const PAGES = [
  '/',
  '/login',
  '/setup',
  '/join',
  '/calls',
  '/calls/:id',
  '/follow-ups',
  '/follow-ups/:id',
  '/integrations',
  '/integrations/gong',
  '/admin/health',
  '/admin/backfills',
  '/settings',
  '/settings/:section',
]

export type SendPage = (reply: FastifyReply) => FastifyReply

/**
 * Serves the built pages from `webDir`. Answers a function that sends the HTML file (for addresses that are no page,
 * so that the person sees ours and not the browser's), or null when the pages are not built.
 */
export async function servePages(server: Server, webDir: string): Promise<SendPage | null> {
  const html = await readFile(join(webDir, 'index.html')).catch(() => null)
  if (html === null) return null
  await server.register(staticFiles, {
    root: webDir,
    wildcard: false,
    index: false,
    globIgnore: ['**/index.html'],
    cacheControl: false,
    // The build writes the content's hash into the names under assets/.
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/')
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const sendPage: SendPage = (reply) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
  for (const page of PAGES)
    server.get(page, { schema: { hide: true }, config: { access: 'none' } }, async (_request, reply) =>
      sendPage(reply),
    )
  return sendPage
}
