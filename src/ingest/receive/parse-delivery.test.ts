import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { parseDelivery, type Announcement } from './parse-delivery.ts'

/** What it reads, or `refused`. Anything but a `bad_request` would be a fault of ours. */
function read(bytes: Uint8Array, shape: 'event' | 'rule'): Announcement | 'refused' {
  try {
    return parseDelivery(Buffer.from(bytes), shape)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_request') return 'refused'
    throw error
  }
}

const shapes = fc.constantFrom('event' as const, 'rule' as const)
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '')

test('whatever bytes come, they are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), shapes, (bytes, shape) => {
      expect(read(bytes, shape)).toBe('refused')
    }),
  )
})

test('whatever JSON comes, it is read or refused, and what is read has an id that Gong could have given', () => {
  const value = fc.jsonValue({ noUnicodeString: false })
  const nearly = fc.record(
    {
      type: fc.oneof(fc.constant('call.analyzed'), value),
      timestamp: value,
      data: fc.oneof(
        value,
        fc.record({ callId: fc.oneof(fc.stringMatching(/^\d{0,22}$/), value), gongWorkspaceId: value }),
      ),
      callData: fc.oneof(
        value,
        fc.record(
          {
            metaData: fc.oneof(
              value,
              fc.record(
                { id: fc.oneof(fc.stringMatching(/^\d{0,22}$/), value), started: value },
                { requiredKeys: [] },
              ),
            ),
            parties: value,
          },
          { requiredKeys: [] },
        ),
      ),
      isTest: value,
      isPrivate: value,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(value, nearly), shapes, (body, shape) => {
      const said = read(bytesOf(body), shape)
      if (said === 'refused') return
      if (said.gongCallId !== null) expect(said.gongCallId).toMatch(/^\d{1,20}$/)
      // No database takes these.
      expect(JSON.stringify(said)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
    }),
    { numRuns: 1000 },
  )
})

test('bytes cut off or changed anywhere never become another call', () => {
  const body = bytesOf({
    type: 'call.analyzed',
    timestamp: 'now',
    data: { callId: '7782342274025937895', gongWorkspaceId: '1' },
  })
  for (let length = 0; length < body.length; length++)
    expect(read(body.subarray(0, length), 'event')).toBe('refused')
  expect(read(Buffer.concat([body, Buffer.from('{}')]), 'event')).toBe('refused')
  // Bytes that are no text, where the shape would allow any text.
  const spoiled = Buffer.from(body)
  spoiled[body.indexOf('now')] = 0xff
  expect(read(spoiled, 'event')).toBe('refused')
  expect(read(body, 'event')).toMatchObject({ gongCallId: '7782342274025937895', isTest: false })
})

test('other events lead to nothing', () => {
  const other = bytesOf({ type: 'call.deleted', timestamp: 'now', data: { callId: 'none' } })
  expect(read(other, 'event')).toEqual({
    kind: 'call.deleted',
    gongCallId: null,
    details: null,
    isTest: false,
  })
})
