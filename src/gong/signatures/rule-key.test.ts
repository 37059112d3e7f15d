import { generateKeyPairSync } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { importRuleKey } from './rule-key.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const bare = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

test('bare base64 and PEM are the same key, however the lines were broken', () => {
  for (const text of [
    bare,
    ` ${bare}\n`,
    bare.replace(/(.{40})/g, '$1\r\n'),
    pem,
    `\n${pem}\n`,
    pem.replaceAll('\n', '\r\n'),
  ])
    expect(importRuleKey(text)).toBe(pem)
})

test.each([
  ['nothing', ''],
  ['words', 'the key of our rule'],
  ['half a key', bare.slice(0, 200)],
  ['a key that lost its beginning', bare.slice(4)],
  ['half a PEM', pem.slice(0, 300)],
  ['a far too long text', 'A'.repeat(6_000)],
  ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['a short RSA key', spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
  ['an elliptic key', spki(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey)],
  ['an RSA key for PSS only', spki(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)],
  ['a certificate', `-----BEGIN CERTIFICATE-----\n${bare}\n-----END CERTIFICATE-----`],
])('%s is refused with a sentence', (_, text) => {
  expect(() => importRuleKey(text)).toThrow(
    expect.objectContaining({ code: 'bad_request', message: expect.stringMatching(/\.$/) }),
  )
})

test('a key with the exponent 1 is refused: with it any text is signed', () => {
  const weak = publicKey.export({ type: 'spki', format: 'der' })
  // The exponent 65537 stands at the end as 02 03 01 00 01; 02 03 00 00 01 is the number 1, padded.
  weak[weak.length - 3] = 0
  expect(() => importRuleKey(weak.toString('base64'))).toThrow(AppError)
})

test('no text makes it throw anything but its own error', () => {
  const broken = fc
    .nat(bare.length - 1)
    .chain((at) =>
      fc
        .string({ minLength: 1, maxLength: 3 })
        .map((put) => bare.slice(0, at) + put + bare.slice(at + put.length)),
    )
  fc.assert(
    fc.property(fc.oneof(fc.string(), broken), (text) => {
      try {
        expect(importRuleKey(text)).toMatch(/^-----BEGIN PUBLIC KEY-----/)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
  )
})

function spki(key: { export(options: { type: 'spki'; format: 'der' }): Buffer }): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}
