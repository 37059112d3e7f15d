import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedApiBase } from './hosts.ts'

const real = { patterns: ['*.api.gong.io'], appUrl: 'https://app.gong.io' }
const local = { ...real, appUrl: 'http://localhost:4010' }

test.each(['https://us-12345.api.gong.io', 'https://company-17.api.gong.io', 'https://US-1.API.gong.io/'])(
  '%s is Gong',
  (address) => {
    expect(allowedApiBase(address, real)).toBe(address.toLowerCase().replace(/\/$/, ''))
  },
)

test.each([
  'http://us-1.api.gong.io',
  'https://api.gong.io',
  'https://us-1.api.gong.io:8443',
  'https://us-1.api.gong.io/v2',
  'https://us-1.api.gong.io?x',
  'https://us-1.api.gong.io#x',
  'https://user@us-1.api.gong.io',
  'https://us-1.api.gong.io@evil.example',
  'https://us-1.api.gong.io.evil.example',
  'https://evil-api.gong.io',
  'https://evil.example/.api.gong.io',
  'https://evil.example\\.api.gong.io',
  'https://evil.example%2f.api.gong.io',
  'https://a.b.api.gong.io',
  'https://.api.gong.io',
  'https://-.api.gong.io',
  'https://us-1.api.gong.io.',
  'https://us-1.api.gong.io\n',
  'https://us-1.api.ɡong.io',
  'https:us-1.api.gong.io',
  'https:///us-1.api.gong.io',
  '//us-1.api.gong.io',
  'us-1.api.gong.io',
  'javascript:alert(1)',
  'http://localhost:4010',
  'http://127.0.0.1',
  '',
])('%j is not Gong', (address) => {
  expect(allowedApiBase(address, real)).toBeNull()
})

describe('a Gong on this machine', () => {
  test.each(['http://localhost:4010', 'http://localhost:4011', 'http://localhost'])(
    'may name %s',
    (address) => {
      expect(allowedApiBase(address, local)).toBe(address)
    },
  )
  test.each([
    'http://127.0.0.1:4010',
    'http://localhost.evil.example:4010',
    'http://10.0.0.1:4010',
    'http://localhost:4010/v2',
    'http://localhost:99999',
  ])('may not name %s', (address) => expect(allowedApiBase(address, local)).toBeNull())
  test.each(['http://127.0.0.1:4010', 'http://[::1]:4010'])('may live at %s', (address) => {
    expect(allowedApiBase(address, { ...real, appUrl: address })).toBe(address)
  })
  test('is not one whose name only begins like it', () => {
    const appUrl = 'https://127.0.0.1.evil.example'
    expect(allowedApiBase('http://127.0.0.1.evil.example', { ...real, appUrl })).toBeNull()
  })
})

test('a host of one’s own can be allowed, with its port', () => {
  const own = { patterns: ['gong.internal:8443', '*.gong.internal'], appUrl: real.appUrl }
  expect(allowedApiBase('https://gong.internal:8443', own)).toBe('https://gong.internal:8443')
  expect(allowedApiBase('https://gong.internal', own)).toBeNull()
  expect(allowedApiBase('https://eu.gong.internal', own)).toBe('https://eu.gong.internal')
})

test('whatever is let through is exactly scheme and a host of Gong, to a URL parser too', () => {
  const parts = fc.constantFrom(
    'https://',
    'http://',
    'us-1',
    '.api.gong.io',
    '@',
    '/',
    '\\',
    '#',
    '?',
    ':',
    '443',
    '%2e',
    '.',
    'evil.example',
    '\t',
    ' ',
    '-',
    'ｇ',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
        fc.webUrl(),
        fc.string(),
      ),
      (address) => {
        const origin = allowedApiBase(address, real)
        if (origin === null) return
        const url = new URL(origin)
        expect(url.origin).toBe(origin)
        expect(url.protocol).toBe('https:')
        expect(url.hostname).toMatch(/^[a-z0-9-]+\.api\.gong\.io$/)
        expect(new URL(address).origin).toBe(origin)
      },
    ),
    { numRuns: 2_000 },
  )
})
