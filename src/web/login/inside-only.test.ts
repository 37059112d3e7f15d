import { expect, test } from 'vitest'
import { insideOnly } from './inside-only.ts'

test('after the sign-in one lands where one wanted to go', () => {
  expect(insideOnly('/calls/42?tab=mine')).toBe('/calls/42?tab=mine')
  expect(insideOnly(undefined)).toBe('/calls')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'evil'])(
  'a link can not lead elsewhere: %s',
  (to) => {
    expect(insideOnly(to)).toBe('/calls')
  },
)
