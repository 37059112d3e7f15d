import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { pino } from 'pino'
import { z } from 'zod'
import { systemClock } from '../../src/clock.ts'
import { loadConfig } from '../../src/config.ts'
import { createLog } from '../../src/http/log.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createServer } from '../../src/http/server.ts'
import type { Server } from '../../src/http/server-type.ts'
import { parseDelivery } from '../../src/ingest/receive/parse-delivery.ts'
import { verifyDelivery } from '../../src/ingest/receive/verify-delivery.ts'

/**
 * The receiver's own server, parse, HMAC and logging, with no database behind it; or, given one, with the least that is
 * durable: a row for each delivery, in a commit of its own. `node plain-receiver.ts PORT TOKEN [DATABASE_URL]`
 */
const [port = '0', token = '', databaseUrl] = process.argv.slice(2)
const pool = databaseUrl === undefined ? null : new Pool({ connectionString: databaseUrl, max: 10 })
await pool?.query('create table if not exists plain_delivery (id text primary key, body text not null)')
const publicUrl = `http://localhost:${port}`
const config = loadConfig({ PORT: port, SECRET_KEY: randomBytes(32).toString('base64url') })
const log = createLog(config, { to: pino.destination('/dev/null') })

const server = await createServer({
  config,
  log,
  metrics: createMetrics(),
  authenticate: async () => ({ viewer: null, wrongKey: false, setCookies: [] }),
  readiness: [],
  routes: [plainRoute],
})
await server.listen({ port: Number(port), host: '127.0.0.1' })
process.stdout.write('the plain receiver is ready\n')

function plainRoute(to: Server): void {
  void to.register(async (scope: Server) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/api/webhooks/gong/:key',
      {
        config: { access: 'none' },
        schema: {
          params: z.object({ key: z.string() }),
          response: { 202: z.object({ status: z.literal('accepted') }) },
        },
      },
      async (request, reply) => {
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const key = {
          id: '',
          workspaceId: '',
          connectionId: '',
          mode: 'subscription',
          secret: token,
          key: '',
          version: '',
        } as const
        const verified = await verifyDelivery(key, request.headers, rawBody, {
          clock: systemClock,
          publicUrl,
        })
        parseDelivery(rawBody, verified.shape)
        await pool?.query({
          name: 'insert',
          text: 'insert into plain_delivery (id, body) values ($1, $2)',
          values: [verified.dedupeKey, rawBody.toString('utf8')],
        })
        return reply.code(202).send({ status: 'accepted' as const })
      },
    )
  })
}
