import { expect, test } from 'vitest'
import { idsOf } from './live.ts'

const event = (data: unknown) => new MessageEvent('call', { data })

test('an event names what changed', () => {
  expect(idsOf(event('{"id":"a"}'))).toEqual(['a'])
  expect(idsOf(event('{"ids":["a","b"]}'))).toEqual(['a', 'b'])
})

test.each(['{"id":null}', 'nonsense', '', '[]', '42'])(
  'an event that names nothing is no error: %s',
  (data) => {
    expect(idsOf(event(data))).toEqual([])
  },
)
