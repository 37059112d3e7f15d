import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GongClient } from '../../../test/support/gong-client.ts'
import { startTestSimulator } from '../../../test/support/simulator.ts'
import type { TestSimulator } from '../../../test/support/simulator.ts'

let simulator: TestSimulator
let headers: Record<string, string>
const gong = new GongClient(() => simulator)

beforeEach(async () => {
  simulator = await startTestSimulator()
  const { access_token } = await gong.connect()
  headers = { authorization: `Bearer ${access_token}` }
})
afterEach(() => simulator.stop())

const users = () => fetch(`${simulator.url}/v2/users`, { headers })

describe('the allowance', () => {
  test('of ten requests at once no more pass than three a second; the others are told how long to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, users))
    const { requests, refused } = simulator.requests()
    const asked = requests.filter(({ kind }) => kind === 'api')
    const passed = asked.filter(({ status }) => status === 200)
    expect(passed.length + refused).toBe(10)
    for (const { atMs, status } of asked) {
      const before = passed.filter((other) => other.atMs < atMs && atMs - other.atMs < 1000)
      expect(status).toBe(before.length < 3 ? 200 : 429)
    }
    for (const answer of answers.filter(({ status }) => status === 429)) {
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await answer.json()).toEqual({ requestId: expect.any(String), errors: [expect.any(String)] })
    }
  })

  test('requests without a valid token and the token endpoint do not use it up', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const response = await fetch(`${simulator.url}/v2/users`)
      expect(response.status).toBe(401)
    }
    expect((await users()).status).toBe(200)
    expect(simulator.requests().requests.map(({ kind, status }) => [kind, status])).toContainEqual([
      'token',
      200,
    ])
  })

  test('each company has its own', async () => {
    await simulator.faults({ ratePerSecond: 0 })
    expect((await users()).status).toBe(429)
    await simulator.faults({ ratePerSecond: 3, ratePerDay: 0 })
    expect(Number((await users()).headers.get('retry-after'))).toBeGreaterThan(3600)
  })
})

describe('faults', () => {
  test('a pause may be long', async () => {
    await simulator.faults({ rateLimited: true, retryAfterS: 1200 })
    const response = await users()
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1200'])
  })

  test('500 in the envelope', async () => {
    await simulator.faults({ serverErrors: 1 })
    const response = await users()
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ errors: ['Internal server error occurred'] })
  })

  test('garbage is 200 and no JSON', async () => {
    await simulator.faults({ garbage: true })
    const response = await users()
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow(SyntaxError)
  })

  test('a half body breaks the connection', async () => {
    await simulator.faults({ halfBodies: true })
    await expect(users().then((response) => response.text())).rejects.toThrow(TypeError)
  })

  test('silence lasts until the client gives up, and is in the log', async () => {
    await simulator.faults({ silent: true })
    await expect(
      fetch(`${simulator.url}/v2/users`, { headers, signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow(/timeout/)
    expect(simulator.requests().requests.at(-1)).toMatchObject({ path: '/v2/users', status: 0 })
  })

  test('may be kept to one path', async () => {
    await simulator.faults({ serverErrors: 1, onlyPath: '/v2/calls' })
    expect((await users()).status).toBe(200)
  })
})
