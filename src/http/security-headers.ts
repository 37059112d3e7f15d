import helmet from '@fastify/helmet'
import { isReceiver } from './rate-limits.ts'
import type { Server } from './server-type.ts'

/** What a browser may do with our answers. Reasons in docs/decisions/012-content-security-policy.md. */
export async function secureHeaders(server: Server, publicUrl: string): Promise<void> {
  const isHttps = publicUrl.startsWith('https:')
  // The webhook receiver answers programs, thousands a second, and the full set costs 15 % of an answer's time (profiled).
  server.addHook('onRoute', (route) => {
    if (isReceiver(route)) route.helmet = false
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        // The component library writes <style> elements at run time.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Links to Gong must not tell Gong which call was open; our own pages may know.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  })
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    })
  })
}
