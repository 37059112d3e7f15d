import { expect, test } from 'vitest'
import { createArrivedKeys } from './arrived-keys.ts'

test('a key is known from when it arrived until all that arrived before is taken in', () => {
  const keys = createArrivedKeys()
  expect(keys.add('c', 'id:1')).toBe(true)
  expect(keys.add('c', 'id:1')).toBe(false)
  keys.beginRound()
  expect(keys.add('c', 'id:1')).toBe(false)
  keys.forgetTakenIn()
  expect(keys.add('c', 'id:1')).toBe(true)
})

test('what arrives during a round is known until the end of the next that leaves nothing', () => {
  const keys = createArrivedKeys()
  keys.add('c', 'id:1')
  keys.beginRound()
  keys.add('c', 'id:2')
  keys.forgetTakenIn()
  expect(keys.add('c', 'id:2')).toBe(false)
  keys.beginRound()
  // That round left some.
  keys.beginRound()
  expect(keys.add('c', 'id:2')).toBe(false)
  keys.forgetTakenIn()
  expect(keys.add('c', 'id:2')).toBe(true)
})

test('the same key of another connection is another one', () => {
  const keys = createArrivedKeys()
  keys.add('c', 'id:1')
  expect(keys.add('d', 'id:1')).toBe(true)
})
