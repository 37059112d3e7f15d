import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { json, startFakeServer, type Answer, type FakeServer } from '../../test/support/fake-server.ts'
import { createGong } from './client.ts'
import type { OAuthClient } from './gong.ts'

const answer = {
  access_token: 'access',
  refresh_token: 'refresh-2',
  token_type: 'Bearer',
  expires_in: 86_400,
  scope: 'api:calls:read:basic api:users:read',
}
const code = { code: 'the code&more', redirectUri: 'https://ff.example/api/integrations/gong/callback' }

test('the admin is sent to Gong with the four scopes, our address and the state', () => {
  const url = new URL(
    oauth().authorizeUrl(client({ url: 'https://app.gong.io/' }), {
      redirectUri: code.redirectUri,
      state: 's t',
    }),
  )
  expect(url.origin + url.pathname).toBe('https://app.gong.io/oauth2/authorize')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'id:with/odd characters',
    response_type: 'code',
    scope: 'api:calls:read:basic api:calls:read:extensive api:calls:read:transcript api:users:read',
    redirect_uri: code.redirectUri,
    state: 's t',
  })
})

test('the code is exchanged as Gong documents it: query parameters, Basic auth, no body', async () => {
  await using gong = await answering((_, response) =>
    json(response, 200, { ...answer, api_base_url_for_customer: gong.url }),
  )
  expect(await oauth().exchangeCode(client(gong), code)).toEqual({
    accessToken: 'access',
    refreshToken: 'refresh-2',
    expiresInS: 86_400,
    scopes: ['api:calls:read:basic', 'api:users:read'],
    apiBaseUrl: gong.url,
  })
  const { method, url, body, headers } = gong.received[0]!
  expect([method, url.pathname, body]).toEqual(['POST', '/oauth2/generate-customer-token', ''])
  expect(Object.fromEntries(url.searchParams)).toEqual({
    grant_type: 'authorization_code',
    code: code.code,
    redirect_uri: code.redirectUri,
  })
  expect(headers.authorization).toBe(
    `Basic ${Buffer.from('id:with/odd characters:s%ecret+').toString('base64')}`,
  )
})

test('a refresh may leave out what has not changed', async () => {
  await using gong = await answering((_, response) =>
    json(response, 200, { access_token: 'a', refresh_token: null, expires_in: null }),
  )
  expect(await oauth().refresh(client(gong), 'refresh-1')).toEqual({
    accessToken: 'a',
    refreshToken: 'refresh-1',
    expiresInS: 86_400,
    scopes: null,
    apiBaseUrl: null,
  })
})

test.each([
  'https://us-1.api.gong.io.evil.example',
  'http://us-1.api.gong.io',
  'https://us-1.api.gong.io@evil.example',
  'https://evil.example',
])('no token is handed out with the address %s', async (api_base_url_for_customer) => {
  await using gong = await answering((_, response) =>
    json(response, 200, { ...answer, api_base_url_for_customer }),
  )
  await expect(oauth().exchangeCode(client(gong), code)).rejects.toMatchObject({ kind: 'insecure_host' })
  await expect(oauth().refresh(client(gong), 'r')).rejects.toMatchObject({ kind: 'insecure_host' })
})

describe('what Gong may answer instead', () => {
  const refusals: [name: string, status: number, body: unknown, kind: string][] = [
    [
      'a code that was used',
      400,
      { error: 'invalid_grant', error_description: 'code used' },
      'invalid_grant',
    ],
    ['its own sentence', 400, { requestId: 'r', errors: ['Refresh token code is invalid'] }, 'invalid_grant'],
    ['a client that is not activated', 400, { error: 'unauthorized_client' }, 'unauthorized_client'],
    ['a wrong secret', 401, { error: 'invalid_client' }, 'unauthorized_client'],
    ['401 without a word', 401, {}, 'unauthorized_client'],
    ['an inactive company', 401, { errors: ['Company is inactive'] }, 'forbidden'],
    ['a wrong redirect URI', 400, { error: 'invalid_request' }, 'bad_request'],
    ['a code named like a method', 400, { error: 'constructor' }, 'bad_request'],
    ['a limit', 429, {}, 'rate_limited'],
    ['a fault', 503, { error: 'invalid_grant' }, 'unavailable'],
    ['a redirect', 307, {}, 'unavailable'],
    ['no token', 200, { token_type: 'Bearer' }, 'unavailable'],
    ['another kind of token', 200, { ...answer, token_type: 'mac' }, 'unavailable'],
  ]
  test.each(refusals)('%s', async (_, status, body, kind) => {
    await using gong = await answering((__, response) =>
      json(response, status, body, { location: '/elsewhere' }),
    )
    await expect(oauth().refresh(client(gong), 'refresh-1')).rejects.toMatchObject({ kind, status })
    expect(gong.received).toHaveLength(1)
  })

  const broken: [name: string, answer: Answer][] = [
    ['garbage', (_, response) => response.end('{"access_token":')],
    ['silence', () => {}],
    ['a hang-up', (_, response) => response.destroy()],
  ]
  test.each(broken)('%s leaves it unclear', async (_, broke) => {
    await using gong = await answering(broke)
    await expect(oauth({ deadlineMs: 300 }).refresh(client(gong), 'refresh-1')).rejects.toMatchObject({
      kind: 'unavailable',
    })
  })

  test('an endless answer is not read', async () => {
    await using gong = await answering((_, response) => response.end('x'.repeat(1_000_000)))
    await expect(oauth().refresh(client(gong), 'refresh-1')).rejects.toMatchObject({ kind: 'too_large' })
  })
})

test('neither errors nor logs hold a secret, a code or a token', async () => {
  await using gong = await answering((_, response) =>
    json(response, 400, { error: 'invalid_grant', error_description: 'refresh-1 s%ecret+' }),
  )
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const error: unknown = await oauth({ log })
    .refresh(client(gong), 'refresh-1')
    .catch((reason: unknown) => reason)
  log.warn({ err: error }, 'refused')
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toMatch(/refresh-1|s%ecret/)
})

function answering(how: Answer): Promise<FakeServer> {
  return startFakeServer(how)
}

function client(gong: { url: string }): OAuthClient {
  return { id: 'id:with/odd characters', secret: 's%ecret+', appUrl: gong.url }
}

function oauth(change: { deadlineMs?: number; log?: pino.Logger } = {}) {
  return createGong({
    config: { apiHosts: ['*.api.gong.io'] },
    allowance: { take: vi.fn(), pause: vi.fn(), refused: vi.fn(), answered: vi.fn(), state: vi.fn() },
    clock: { now: () => new Date('2026-11-23T12:00:00Z') },
    log: pino({ level: 'silent' }),
    ...change,
  }).oauth
}
