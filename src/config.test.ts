import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import { ConfigError } from './errors.ts'

const KEY = 'a-key-of-many-characters-for-tests'

test('nothing set: an embedded database, the real Gong, the built-in writer, this machine only', () => {
  expect(loadConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    database: { kind: 'embedded' },
    dataDir: expect.stringMatching(/^\/.*\/data$/),
    secretKey: undefined,
    secretKeyOld: [],
    trustProxy: false,
    gong: {
      client: undefined,
      appUrl: 'https://app.gong.io',
      appUrlIsSet: false,
      apiHosts: ['*.api.gong.io'],
      rate: { perSecond: 3, perDay: 10_000, per: 'client' },
    },
    simulator: { port: 4010 },
    reconcile: { everyMs: 300_000, lookbackMs: 259_200_000 },
    writer: { model: 'built-in' },
    logLevel: 'info',
  })
})

test('an empty value counts as unset', () => {
  expect(loadConfig({ PORT: '', DATABASE_URL: ' ', GONG_CLIENT_ID: '', GONG_CLIENT_SECRET: '' })).toEqual(
    loadConfig({}),
  )
})

test('the public address follows the port, and loses a closing slash', () => {
  expect(loadConfig({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
  expect(loadConfig({ PUBLIC_URL: 'https://Follow.Example.com/' }).publicUrl).toBe(
    'https://follow.example.com',
  )
})

test.each([
  ['off', false],
  ['true', true],
  ['2', 2],
  ['loopback, 10.0.0.0/8, ::1', 'loopback, 10.0.0.0/8, ::1'],
])('TRUST_PROXY=%s', (text, expected) => {
  expect(loadConfig({ TRUST_PROXY: text }).trustProxy).toBe(expected)
})

test('a Gong on this machine may speak http', () => {
  const { gong } = loadConfig({ GONG_APP_URL: 'http://127.0.0.1:4010/' })
  expect(gong).toMatchObject({ appUrl: 'http://127.0.0.1:4010', appUrlIsSet: true })
})

test('a model comes with its address and key', () => {
  const env = {
    FOLLOWUP_MODEL: 'openai-compatible/qwen3:8b',
    FOLLOWUP_BASE_URL: 'http://localhost:11434/v1/',
  }
  expect(loadConfig(env).writer).toMatchObject({
    model: 'openai-compatible/qwen3:8b',
    baseUrl: 'http://localhost:11434/v1',
  })
  expect(loadConfig({ FOLLOWUP_MODEL: 'anthropic/some-model', ANTHROPIC_API_KEY: 'k' }).writer.apiKey).toBe(
    'k',
  )
})

describe('one sentence names the variable that is wrong:', () => {
  test.each([
    ['PORT', { PORT: '80a' }],
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'fastfollow.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'ftp://fastfollow.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://fastfollow.example.com/app' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://fastfollow.example.com?a' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://me:geheim99@fastfollow.example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://me:geheim99@db/x', SECRET_KEY: KEY }],
    ['SECRET_KEY', { DATABASE_URL: 'postgresql://me:geheim99@db/x' }],
    ['SECRET_KEY', { SECRET_KEY: 'geheim99' }],
    ['SECRET_KEY', { SECRET_KEY_OLD: KEY }],
    ['SECRET_KEY_OLD', { SECRET_KEY: KEY, SECRET_KEY_OLD: 'geheim99' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'my-proxy' }],
    ['GONG_CLIENT_SECRET', { GONG_CLIENT_ID: 'id' }],
    ['GONG_CLIENT_ID', { GONG_CLIENT_SECRET: 'geheim99' }],
    ['GONG_APP_URL', { GONG_APP_URL: 'http://app.gong.io' }],
    ['GONG_APP_URL', { GONG_APP_URL: 'http://localhost.evil.example' }],
    ['GONG_API_HOSTS', { GONG_API_HOSTS: '*' }],
    ['GONG_API_HOSTS', { GONG_API_HOSTS: '*.io' }],
    ['GONG_API_HOSTS', { GONG_API_HOSTS: 'https://us.api.gong.io' }],
    ['GONG_RATE_PER_SECOND', { GONG_RATE_PER_SECOND: '0' }],
    ['GONG_RATE_PER', { GONG_RATE_PER: 'user' }],
    ['RECONCILE_EVERY', { RECONCILE_EVERY: '5 minutes' }],
    ['RECONCILE_LOOKBACK', { RECONCILE_LOOKBACK: '1h' }],
    ['FOLLOWUP_MODEL', { FOLLOWUP_MODEL: 'gpt' }],
    ['FOLLOWUP_MODEL', { FOLLOWUP_MODEL: 'toString/x' }],
    ['FOLLOWUP_BASE_URL', { FOLLOWUP_MODEL: 'openai-compatible/x' }],
    ['FOLLOWUP_BASE_URL', { FOLLOWUP_BASE_URL: 'http://me:geheim99@localhost' }],
    ['OPENAI_API_KEY', { FOLLOWUP_MODEL: 'openai/gpt' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('%s of %j', (name, env) => {
    const message = complaint(env)
    expect(message).toMatch(new RegExp(`^[^.]*\\b${name}\\b`))
    expect(message).not.toContain('geheim99')
    expect(message.split('\n')).toHaveLength(1)
  })
})

test('whatever is set, the outcome is a configuration or a sentence that names a variable', () => {
  const names = [
    'PORT',
    'PUBLIC_URL',
    'DATABASE_URL',
    'SECRET_KEY',
    'TRUST_PROXY',
    'GONG_APP_URL',
    'GONG_API_HOSTS',
    'SMTP_URL',
    'MAIL_FROM',
  ]
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.webUrl())), (env) => {
      const message = complaint(env)
      expect(message === '' || names.some((name) => message.includes(name))).toBe(true)
    }),
  )
})

function complaint(env: Record<string, string>): string {
  try {
    loadConfig(env)
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return error instanceof Error ? error.message : ''
  }
}
