import swagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Access } from '../accounts/access.ts'
import { ErrorBody } from './errors.ts'
import type { Server } from './server-type.ts'

const ANYONE = new Set<Access | undefined>(['none', 'public'])

const errorAnswer = {
  description: 'What went wrong, and what to do',
  content: { 'application/json': { schema: z.toJSONSchema(ErrorBody, { target: 'draft-2020-12' }) } },
}

/** Describes every route that is registered after it. */
export async function describeApi(server: Server, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'FastFollow',
        version: '1',
        description:
          'From a finished Gong call to a grounded follow-up. Errors have one shape, lists take `limit` and `cursor`, ' +
          'times are ISO 8601 in UTC. `X-RateLimit-Limit` and `X-RateLimit-Remaining` stand on every answer.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: `${publicUrl.startsWith('https:') ? '__Secure-' : ''}fastfollow.session_token`,
          },
          key: { type: 'http', scheme: 'bearer', description: 'An API key, as made under /api/keys' },
        },
      },
    },
    transform: (input) => {
      // A route without any schema has none here either, whatever the types say.
      const { schema = {}, url } = jsonSchemaTransform(input)
      if (schema.hide === true) return { schema, url }
      const isOpen = ANYONE.has(input.route.config?.access) || !url.startsWith('/api/')
      const security = isOpen ? [] : [{ session: [] }, { key: [] }]
      return {
        schema: { ...schema, security, response: { ...toObject(schema.response), default: errorAnswer } },
        url,
      }
    },
  })
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/** `GET /api/openapi.json`, OpenAPI 3.1. */
export function openApiRoute(server: Server): void {
  server.get('/api/openapi.json', { config: { access: 'none' }, schema: { hide: true } }, async () =>
    server.swagger(),
  )
}
