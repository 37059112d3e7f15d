import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Actor,
  browser,
  program,
  startTestServer,
  type TestServer,
} from '../../test/support/test-server.ts'
import { AppError } from '../errors.ts'
import type { Server } from './server.ts'

const SECRET = 'whk-3f9a-very-secret'
let app: TestServer
let ada: Actor
let webDir: string
let databaseAnswers = true

function testRoutes(server: Server): void {
  server.post(
    '/api/echo',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Echo',
        body: z.object({ n: z.int().max(10) }),
        response: { 200: z.object({ n: z.int() }) },
      },
    },
    async (request) => request.body,
  )
  server.post('/api/empty', { config: { access: 'public' } }, async (request) => ({
    body: request.body ?? null,
  }))
  server.get('/api/broken', { config: { access: 'public' } }, async () => {
    throw Object.assign(new Error(`insert failed for ${SECRET}`), { detail: SECRET, statusCode: 404 })
  })
  server.get('/api/busy', { config: { access: 'public' } }, async () => {
    throw new AppError('unavailable', 'The database is restarting.', { retryAfterS: 7 })
  })
  server.post('/api/hooks/:key', { config: { access: 'none' } }, async (_request, reply) =>
    reply.code(202).send({ status: 'accepted' }),
  )
  server.get('/api/quiet', async () => ({ ok: true }))
}

const check = () => (databaseAnswers ? Promise.resolve() : new Promise(() => {}))
const quiet = (headers: Record<string, string>) => app.server.inject({ url: '/api/quiet', headers })
const open = (url: string) => app.server.inject({ url, headers: { accept: 'text/html' } })

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'fastfollow-web-'))
  await mkdir(join(webDir, 'assets'))
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>FastFollow</title>')
  await writeFile(join(webDir, 'assets/app-1a2b3c.js'), 'export {}')
  await writeFile(join(webDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  app = await startTestServer({ routes: [testRoutes], webDir, readiness: [{ name: 'database', check }] })
  ada = await app.setUp()
})
afterAll(async () => {
  await app.stop()
  await rm(webDir, { recursive: true, force: true })
})

const post = (
  url: string,
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => app.server.inject({ method: 'POST', url, headers, body })

describe('errors have one shape', () => {
  const shape = { error: expect.any(String), message: expect.any(String) }

  test.each([
    ['broken JSON', '{"n":', 'application/json', 400],
    ['a dangerous key', '{"__proto__":{"x":1},"n":1}', 'application/json', 400],
    ['a wrong type', '{"n":"x"}', 'application/json', 400],
    ['no body where one is needed', '', 'application/json', 400],
    ['text', 'n=1', 'text/plain', 415],
    ['a form', 'n=1', 'application/x-www-form-urlencoded', 415],
    ['two megabytes', `{"n":"${'x'.repeat(2_000_000)}"}`, 'application/json', 413],
  ])('%s', async (_what, body, type, status) => {
    const answer = await post('/api/echo', body, { 'content-type': type })
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject(shape)
    expect(answer.headers['x-ratelimit-remaining']).toBeDefined()
  })

  test('an unknown address, also below a known one, with any method', async () => {
    for (const [method, url] of [
      ['GET', '/api/nothing'],
      ['PUT', '/api/echo'],
      ['GET', '/api/me/x'],
      ['POST', '/nothing'],
    ] as const) {
      const answer = await app.server.inject({ method, url })
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toEqual({ error: 'not_found', message: expect.any(String) })
      expect(answer.headers['x-ratelimit-limit']).toBeDefined()
    }
  })

  test('an address that can’t be decoded', async () => {
    const answer = await app.server.inject({ url: '/api/%E0%A4%A' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject(shape)
    expect(answer.headers['x-ratelimit-limit']).toBeDefined()
  })

  test('validation says where and what, in details for programs', async () => {
    const answer = await post('/api/echo', '{"n":11}')
    expect(answer.json()).toMatchObject({
      error: 'bad_request',
      message: expect.stringContaining('n:'),
      details: { issues: [{ path: 'n' }] },
    })
  })

  test('nothing inner leaves on a failure of ours, but the log has it', async () => {
    const answer = await app.server.inject({ url: '/api/broken' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain(SECRET)
    expect(app.logged()).toContain('insert failed for')
    expect(app.logged()).not.toContain('"detail"')
  })

  test('unavailable says when to come back', async () => {
    const answer = await app.server.inject({ url: '/api/busy' })
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('7')
    expect(answer.json()).toEqual({ error: 'unavailable', message: 'The database is restarting.' })
  })

  test('an empty body is no error where none is needed', async () => {
    expect((await post('/api/empty', '')).json()).toEqual({ body: null })
  })
})

describe('limits', () => {
  test('each person has their own allowance, strangers share their address’s', async () => {
    const byKey = await quiet(program(ada.key))
    const again = await quiet(program(ada.key))
    expect(Number(again.headers['x-ratelimit-remaining'])).toBe(
      Number(byKey.headers['x-ratelimit-remaining']) - 1,
    )
    const byCookie = await quiet(browser(ada.cookie))
    expect(Number(byCookie.headers['x-ratelimit-remaining'])).toBeGreaterThan(
      Number(again.headers['x-ratelimit-remaining']),
    )
  })

  test('over the limit is 429 with Retry-After, in the one shape', async () => {
    await using own = await startTestServer()
    let answer = await own.server.inject({ url: '/api/nothing' })
    const limit = Number(answer.headers['x-ratelimit-limit'])
    for (let n = 0; n < limit && answer.statusCode === 404; n++)
      answer = await own.server.inject({ url: '/api/nothing' })
    expect(answer.statusCode).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.headers['x-ratelimit-remaining']).toBe('0')
    expect(answer.json()).toMatchObject({ error: 'too_many_requests' })
  })

  test('the webhook receiver’s answers carry what programs need and no more', async () => {
    const { headers } = await post(`/api/hooks/${SECRET}`, '{}')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['content-security-policy']).toBeUndefined()
    expect((await post('/api/empty', '')).headers['content-security-policy']).toBeDefined()
  })

  test('the webhook receiver takes bursts that would be refused elsewhere', async () => {
    for (let n = 0; n < 30; n++) {
      const answers = await Promise.all(Array.from({ length: 200 }, () => post(`/api/hooks/${SECRET}`, '{}')))
      expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([202]))
    }
  })
})

describe('log lines and metrics show patterns, not addresses', () => {
  test('no key, token or query is in them', async () => {
    await post(`/api/hooks/${SECRET}?token=${SECRET}`, '{}')
    await app.server.inject({ url: `/api/nothing/${SECRET}?code=${SECRET}` })
    await app.server.inject({ url: `/api/keys?state=${SECRET}` })
    const metrics = await app.server.inject({ url: '/metrics' })
    const lines = app
      .logged()
      .split('\n')
      .filter((line) => !line.includes('insert failed'))
    expect(lines.join('\n')).not.toContain(SECRET)
    expect(lines.some((line) => line.includes('"route":"/api/hooks/:key"'))).toBe(true)
    expect(metrics.body).not.toContain(SECRET)
    expect(metrics.body).toContain(
      'http_request_duration_seconds_count{method="POST",route="/api/hooks/:key",status="202"}',
    )
    expect(metrics.body).toContain(
      'http_request_duration_seconds_count{method="GET",route="unknown",status="404"}',
    )
  })

  test('fields with a secret’s name are cut out, at the top and one level down', () => {
    app.log.info({ password: SECRET, client: { clientSecret: SECRET }, authorization: SECRET }, 'a slip')
    app.log.error({ err: Object.assign(new Error('a slip'), { parameters: [SECRET] }) }, 'another')
    const lines = app
      .logged()
      .split('\n')
      .filter((line) => line.includes('a slip'))
    expect(lines).toHaveLength(2)
    expect(lines.join('')).not.toContain(SECRET)
  })
})

describe('operation', () => {
  test('/healthz is alive, /readyz is ready only while its checks answer', async () => {
    expect((await app.server.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
    expect((await app.server.inject({ url: '/readyz' })).json()).toEqual({
      status: 'ok',
      checks: { database: 'ok' },
    })
    databaseAnswers = false
    const late = await app.server.inject({ url: '/readyz' })
    databaseAnswers = true
    expect(late.statusCode).toBe(503)
    expect(late.json()).toEqual({
      status: 'unavailable',
      reason: 'database',
      checks: { database: 'failed' },
    })
  })

  test('the API describes itself: 3.1, every route with a summary, its answers and who may use it', async () => {
    const answer = await app.server.inject({ url: '/api/openapi.json' })
    const Operation = z.object({
      summary: z.string().optional(),
      responses: z.record(z.string(), z.unknown()),
      security: z.array(z.unknown()),
    })
    const { openapi, paths, components } = z
      .object({
        openapi: z.string(),
        paths: z.record(z.string(), z.record(z.string(), Operation)),
        components: z.object({ securitySchemes: z.record(z.string(), z.unknown()) }),
      })
      .parse(answer.json())
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(components.securitySchemes)).toEqual(['session', 'key'])
    expect(paths['/api/setup']?.['post']?.security).toEqual([])
    expect(paths['/api/members/{id}']?.['patch']?.security).toEqual([{ session: [] }, { key: [] }])
    const ours = Object.entries(paths).filter(([path]) => !/echo|empty|broken|busy|hooks|quiet/.test(path))
    expect(ours.length).toBeGreaterThan(12)
    for (const [path, methods] of ours)
      for (const [method, { summary, responses }] of Object.entries(methods)) {
        expect(summary, `${method} ${path}`).toBeTruthy()
        expect(Object.keys(responses).length, `${method} ${path}`).toBeGreaterThan(1)
        expect(responses).toHaveProperty('default')
      }
  })

  test('a client that sends nothing more is let go', async () => {
    await app.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.server.address() as AddressInfo
    expect(app.server.server.headersTimeout).toBe(15_000)
    expect(app.server.server.requestTimeout).toBe(30_000)
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /healthz HTTP/1.1\r\nnot a header\r\n\r\n')
    const [text] = (await once(socket, 'data')) as [Buffer]
    expect(text.toString()).toMatch(/^HTTP\/1\.1 400/)
    socket.destroy()
  })
})

describe('pages', () => {
  test.each([
    '/',
    '/login',
    '/setup',
    '/join',
    '/calls',
    '/calls/0199-x',
    '/integrations/gong',
    '/admin/health',
    '/settings/people',
  ])('%s is the page, asked for anew each time, under a strict policy', async (url) => {
    const answer = await open(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.body).toContain('<title>FastFollow')
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|https:)/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['referrer-policy']).toBe('same-origin')
  })

  test('files with a hash in their name are kept, others asked for anew, answers of the API never kept', async () => {
    expect((await open('/assets/app-1a2b3c.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    )
    expect((await open('/favicon.svg')).headers['cache-control']).toBe('no-cache')
    expect((await open('/api/me')).headers['cache-control']).toBe('no-store')
  })

  test('an address that is no page shows ours, as not found; programs get the error', async () => {
    const page = await open('/nowhere')
    expect(page.statusCode).toBe(404)
    expect(page.body).toContain('<title>FastFollow')
    expect((await app.server.inject({ url: '/nowhere' })).json()).toMatchObject({ error: 'not_found' })
    expect((await open('/api/nowhere')).json()).toMatchObject({ error: 'not_found' })
    expect((await open('/assets/../../package.json')).statusCode).toBe(404)
    expect((await open('/assets/%2e%2e%2f%2e%2e%2fpackage.json')).statusCode).toBe(404)
  })
})
