import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets, secretFile, secretKeys, writeSecretFile } from './secret-key.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'secret-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

function config(secretKey?: string) {
  return { database: { kind: 'embedded' as const }, dataDir, secretKey, secretKeyOld: [] }
}

test('a key is generated once, beside the database and for its owner only', () => {
  const first = secretKeys(config())
  expect(first.current.length).toBeGreaterThanOrEqual(43)
  expect(secretKeys(config())).toEqual(first)
  expect(statSync(secretFile(dataDir)).mode & 0o777).toBe(0o600)
})

test('a file that was opened to others is closed again', () => {
  secretKeys(config())
  chmodSync(secretFile(dataDir), 0o644)
  secretKeys(config())
  expect(statSync(secretFile(dataDir)).mode & 0o777).toBe(0o600)
})

test('a lost key is told, not replaced', () => {
  mkdirSync(join(dataDir, 'postgres'))
  expect(() => secretKeys(config())).toThrow(/SECRET_KEY is not set and .*secret is gone/)
})

test('who moves to SECRET_KEY can still read what the generated key sealed', () => {
  const sealed = openSecrets(config()).seal('words', 'p')
  const moved = openSecrets(config('a key from the environment'))
  expect(moved.unseal(sealed, 'p')).toBe('words')
  expect(moved.isCurrent(sealed)).toBe(false)
})

test('while a key is replaced the file holds both, the new one first', () => {
  const sealed = openSecrets(config()).seal('words', 'p')
  const former = secretKeys(config()).current
  writeSecretFile(dataDir, ['the new key', former])
  expect(secretKeys(config())).toEqual({ current: 'the new key', old: [former] })
  expect(openSecrets(config()).unseal(sealed, 'p')).toBe('words')
  expect(readFileSync(secretFile(dataDir), 'utf8')).toBe(`the new key\n${former}\n`)
})
