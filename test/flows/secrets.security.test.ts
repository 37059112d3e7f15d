import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog } from '../../src/http/log.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { analyzed } from '../support/deliveries.ts'
import { issueOpen, pass } from '../support/issues.ts'
import { joinAs } from '../support/people.ts'
import { until } from '../support/until.ts'

/** A secret never leaves in a log line, an error, an API answer, or readable in a database row. */

interface Exchange {
  url: string
  asked: string
  answered: string
}

let product: TestApp
let log = ''
/** What went over the wire between a client and the product, and between the product and Gong. */
const withProduct: Exchange[] = []
const withGong: Exchange[] = []
/** Rows of all tables as text, at several moments: what is deleted later was on disk before. */
const rows: string[] = []
/** Each secret by what it is. */
const secrets = new Map<string, Set<string>>()
const clientSecret = `client-${randomBytes(12).toString('hex')}`

function isSecret(kind: string, value: string | null | undefined): void {
  if (!value) return
  expect(value.length, kind).toBeGreaterThanOrEqual(8)
  secrets.set(kind, (secrets.get(kind) ?? new Set()).add(value))
}

function watchTheWire(): void {
  const send = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await send(input, init)
    const url = String(input instanceof Request ? input.url : input)
    if (url.includes('/api/stream')) return response
    const asked =
      typeof init?.body === 'string'
        ? init.body
        : init?.body instanceof URLSearchParams
          ? init.body.toString()
          : ''
    const answered = `${JSON.stringify([...response.headers])}\n${await response.clone().text()}`
    const isOurs = product === undefined ? !/oauth2|\/v2\//.test(url) : url.startsWith(product.url)
    ;(isOurs ? withProduct : withGong).push({ url, asked, answered })
    return response
  })
}

async function noteRows(): Promise<void> {
  const { pool } = product.database
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  for (const { name } of tables) {
    const found = await pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    rows.push(...found.rows.map(({ row }) => `${name} ${row}`))
  }
}

const matchAll = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '')

/** Secrets are read off the wire, where they must travel: in Gong's answers and in what it is sent. */
function collectSecrets(): void {
  isSecret('the setup token', product.config.setupToken)
  isSecret('SECRET_KEY', product.config.secretKey)
  isSecret('a password', product.owner.password)
  isSecret('the client secret', clientSecret)
  for (const { url, asked, answered } of withGong) {
    for (const value of matchAll(answered, /"access_token"\s*:\s*"([^"]+)"/g))
      isSecret('an access token', value)
    for (const value of matchAll(answered, /"refresh_token"\s*:\s*"([^"]+)"/g))
      isSecret('a refresh token', value)
    for (const value of matchAll(answered, /"token"\s*:\s*"whsec_([^"]+)"/g)) isSecret('a signing key', value)
    for (const value of matchAll(asked, /\/api\/webhooks\/gong\/([\w-]{20,})/g))
      isSecret('a webhook key', value)
    for (const value of matchAll(`${url} ${answered}`, /[?&]code=([^"&\s]+)/g))
      isSecret('an OAuth code', value)
    for (const value of matchAll(url, /[?&]state=([^"&\s]+)/g)) isSecret('an OAuth state', value)
  }
  for (const { answered } of withProduct) {
    for (const value of matchAll(answered, /"(?:apiKey|key)"\s*:\s*"(ff_[^"]+)"/g))
      isSecret('an API key', value)
    for (const value of matchAll(answered, /session_token=([^;"]{20,})/g)) isSecret('a session cookie', value)
    for (const value of matchAll(answered, /\/join#token=([\w-]+)/g)) isSecret('an invitation', value)
    for (const value of matchAll(answered, /\/api\/webhooks\/gong\/([\w-]{20,})/g))
      isSecret('a webhook key', value)
  }
}

beforeAll(async () => {
  const to = new Writable({ write: (chunk, _encoding, done) => ((log += String(chunk)), done()) })
  watchTheWire()
  product = await startApp({
    changesClient: true,
    log: createLog({ logLevel: 'trace' }, { to }),
    gongDeadlineMs: 1500,
  })
  const client = { clientId: 'sim-secret', clientSecret, gong: 'simulator' }
  await product.api('PUT', '/api/integrations/gong/client', client)
  const { url } = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
  await noteRows() // while a state waits to be used
  const back = await product.gong.consent(url)
  await product.ask('GET', back.pathname + back.search)
  await noteRows()
  // Used up, foreign and made up codes and states.
  await product.ask('GET', back.pathname + back.search)
  await product.ask('GET', `/api/integrations/gong/callback?state=made-up&error=access_denied`)
  await product.ask('GET', `${back.pathname}${back.search}`, { key: null })
  await product.callIn(await product.gong.finishCall(call), 'drafted')

  await wrongRequests()
  await faultsOfGong()
  await product.api('POST', '/api/integrations/gong/rotate-key')
  await product.api('PUT', '/api/integrations/gong/rule', { urlSecret: true })
  await joinAs(product, { name: 'Sam', email: 'sam@lumen.example' })
  await product.api('DELETE', '/api/integrations/gong')
  expect(await product.connect()).toBe('connected')
  await product.callIn(await product.gong.finishCall(call), 'drafted')
  await noteRows()
  for (const path of READ) await product.ask('GET', path)
  collectSecrets()
}, 180_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  vi.restoreAllMocks()
})

const READ = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/openapi.json',
  '/api/me',
  '/api/keys',
  '/api/members',
  '/api/audit?limit=200',
  '/api/integrations/gong',
  '/api/calls',
  '/api/follow-ups',
  '/api/backfills',
  '/api/admin/health',
  '/api/auth/get-session',
]
const call = {
  parties: [
    { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
    { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' },
  ],
  transcript: [
    { speaker: 'Maya Lindqvist', text: 'The perambulator must be blue.' },
    { speaker: 'Anna Berg', text: "I'll send you the sheet by Thursday." },
  ],
}

/** Requests that fail while they hold secrets: what is said about them must not repeat them. */
async function wrongRequests(): Promise<void> {
  const { webhookUrl } = await product.api<{ webhookUrl: string }>('GET', '/api/integrations/gong')
  const hook = new URL(webhookUrl).pathname
  const raw = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(product.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  await raw(hook, JSON.stringify(analyzed('1')))
  await raw(hook, '{"broken', { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' })
  await raw(hook, 'x'.repeat(2_000_000))
  await raw(`${hook}/more`, '{}')
  await fetch(product.url + hook)
  await product.ask('PUT', '/api/integrations/gong/client', {
    body: { clientId: '', clientSecret, gong: clientSecret },
  })
  await product.ask('PUT', '/api/integrations/gong/client', {
    body: { clientId: 'sim-secret', clientSecret: [clientSecret] },
  })
  await product.ask('POST', '/api/setup', {
    key: null,
    body: { setupToken: product.config.setupToken, password: product.owner.password },
  })
  const origin = { origin: product.url }
  const { email, password } = product.owner
  await product.ask('POST', '/api/auth/sign-in/email', {
    key: null,
    headers: origin,
    body: { email, password },
  })
  await product.ask('POST', '/api/auth/sign-in/email', {
    key: null,
    headers: origin,
    body: { email: 'nobody@x.example', password },
  })
  await product.ask('POST', '/api/auth/sign-in/email', {
    key: null,
    headers: origin,
    body: { email: password, password },
  })
  await product.ask('GET', `/api/${product.apiKey}?key=${product.apiKey}`)
  await product.ask('GET', `/api/calls?cursor=${product.apiKey}&limit=${product.apiKey}`)
  await raw('/api/calls', `{"gong": "${product.apiKey}`, { authorization: `Bearer ${product.apiKey}` })
  await raw('/api/join', JSON.stringify({ token: product.config.setupToken, password: 'x' }))
}

/** Every way of Gong's to fail, and a refresh, with the database noted in between. */
async function faultsOfGong(): Promise<void> {
  const { faults } = product.gong
  await pass(product, 13 * 60)
  await product.callIn(await product.gong.finishCall(call), 'drafted')
  for (const fault of [{ serverErrors: 1 }, { garbage: 1 }, { halfBodies: 1 }, { silent: 1 }]) {
    await faults(fault)
    const before = withGong.length
    await product.gong.finishCall(call)
    await until('Gong to be asked', async () => withGong.length > before || /unavailable/.test(log))
    await product.gong.control.clearFaults()
  }
  await faults({ badSignature: true })
  await product.gong.finishCall(call)
  await issueOpen(product, 'signature_rejected')
  await noteRows()
  await product.gong.control.clearFaults()
  await faults({ revokeTokens: true })
  await product.gong.finishCall(call)
  await issueOpen(product, 'needs_reconnect')
  await product.ask('POST', '/api/integrations/gong/resubscribe')
  await noteRows()
  expect(await product.connect()).toBe('connected')
}

test('the run met every kind of secret', () => {
  expect([...secrets.keys()].toSorted()).toEqual(
    [
      'SECRET_KEY',
      'a password',
      'a refresh token',
      'a session cookie',
      'a signing key',
      'a webhook key',
      'an API key',
      'an OAuth code',
      'an OAuth state',
      'an access token',
      'an invitation',
      'the client secret',
      'the setup token',
    ].toSorted(),
  )
  expect(secrets.get('an access token')!.size).toBeGreaterThanOrEqual(3)
  expect(log.split('\n').length).toBeGreaterThan(50)
  expect(rows.length).toBeGreaterThan(100)
})

/** Also as it looks in a URL, or decoded. */
const spellings = (value: string): string[] => [
  ...new Set([value, encodeURIComponent(value), decodeURIComponent(value)]),
]

test.each(['log line', 'database row'] as const)('no secret stands in any %s', (where) => {
  const texts = where === 'log line' ? log.split('\n') : rows
  for (const [kind, values] of secrets)
    for (const value of [...values].flatMap(spellings)) {
      const found = texts
        .filter((text) => text.includes(value))
        .map((text) => text.replaceAll(value, `«${kind}»`).slice(0, 300))
      expect(found, kind).toEqual([])
    }
})

test('an answer holds a secret only where it is handed over', () => {
  // The one answer whose purpose it is to hand it over, by route.
  const handsOver: Record<string, RegExp> = {
    'an API key': /^\/api\/(setup|keys)$/,
    'an OAuth state': /^\/api\/integrations\/gong\/connect$/,
    'an invitation': /^\/api\/members\/invite$/,
    // An admin sets up rules with it; members never see it.
    'a webhook key': /^\/api\/(admin\/health|integrations\/gong(\/(rule|rotate-key|client|resubscribe))?)$/,
    'a session cookie': /^\/api\/(setup|join|auth\/sign-in\/email)$/,
  }
  expect(withProduct.length).toBeGreaterThan(50)
  for (const [kind, values] of secrets)
    for (const { url, answered } of withProduct) {
      const path = new URL(url).pathname
      if (handsOver[kind]?.test(path)) continue
      for (const value of [...values].flatMap(spellings))
        expect(answered.includes(value), `${kind} in the answer of ${path}`).toBe(false)
    }
})

test('no conversation stands in a log line', () => {
  expect(rows.some((row) => row.includes('perambulator'))).toBe(true)
  expect(log).not.toContain('perambulator')
})
