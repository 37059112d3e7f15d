import { expect, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'

const from = 'FastFollow <fastfollow@example.com>'
const mail = (SMTP_URL?: string, MAIL_FROM: string | undefined = from) =>
  loadConfig({ ...(SMTP_URL && { SMTP_URL }), ...(MAIL_FROM && { MAIL_FROM }) }).mail

test('neither = no mail; one of them alone is a mistake', () => {
  expect(loadConfig({}).mail).toBeUndefined()
  expect(() => mail(undefined)).toThrow('SMTP_URL is missing')
  expect(() => loadConfig({ SMTP_URL: 'smtp://localhost' })).toThrow('MAIL_FROM is missing')
})

test.each([
  ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, secure: true, requireTls: false }],
  ['smtp://mail.example.com', { port: 587, secure: false, requireTls: false, login: undefined }],
  ['smtp://mail.example.com:25/', { port: 25 }],
  ['smtp://[::1]:2525', { host: '::1', port: 2525 }],
  [
    'smtp://anna%40x.example:p%25w%2Fd@mail.example.com',
    { login: { user: 'anna@x.example', pass: 'p%w/d' } },
  ],
])('%s', (url, expected) => {
  expect(mail(url)).toMatchObject(expected)
})

test('a password needs encryption, but for a server on this machine', () => {
  expect(mail('smtp://anna:secret-word@mail.example.com')).toMatchObject({ requireTls: true })
  expect(mail('smtp://anna:secret-word@localhost:1025')).toMatchObject({ requireTls: false })
  expect(mail('smtps://anna:secret-word@mail.example.com')).toMatchObject({ secure: true, requireTls: false })
})

test.each([
  [from, { name: 'FastFollow', address: 'fastfollow@example.com' }],
  ['"Fast, Follow" <ff@example.com>', { name: 'Fast, Follow', address: 'ff@example.com' }],
  ['ff@example.com', { name: '', address: 'ff@example.com' }],
])('MAIL_FROM=%s', (text, expected) => {
  expect(mail('smtp://localhost', text)?.from).toEqual(expected)
})

test.each(['nobody', 'a@x.example, b@x.example', 'A <a@x.example>\r\nBcc: b@x.example', 'A <a@x.example> b'])(
  'MAIL_FROM=%j is refused',
  (text) => {
    expect(() => mail('smtp://localhost', text)).toThrow(/MAIL_FROM/)
  },
)

test.each([
  'http://mail.example.com',
  'mail.example.com',
  'smtp://anna:secret-word@',
  'smtp://anna:secret-word@mail.example.com/path',
  'smtp://anna:secret-word@mail.example.com?pool=true',
  'smtp://anna:secret-word%zz@mail.example.com',
])('SMTP_URL=%s is refused without its password', (url) => {
  let said: unknown
  try {
    mail(url)
  } catch (error) {
    said = error
  }
  expect(said).toBeInstanceOf(ConfigError)
  expect(String(said)).toContain('SMTP_URL')
  expect(String(said)).not.toContain('secret-word')
})
