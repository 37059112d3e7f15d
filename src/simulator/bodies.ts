import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Takes every body as raw bytes: each kind of route judges media type and content with its own error texts. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

export function bodyText(request: FastifyRequest): string {
  return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
}

export function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

export function formOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(
    mediaTypeOf(request) === 'application/x-www-form-urlencoded' ? bodyText(request) : '',
  )
}

export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://simulator').searchParams
}

export function pathOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://simulator').pathname
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
