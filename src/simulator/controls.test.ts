import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestSimulator } from '../../test/support/simulator.ts'
import type { TestSimulator } from '../../test/support/simulator.ts'

let simulator: TestSimulator

beforeEach(async () => {
  simulator = await startTestSimulator()
})
afterEach(() => simulator.stop())

// The tests say what they expect of the bodies.
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = { status: number; body: any }

async function tell(method: string, path: string, body?: unknown, headers = {}): Promise<Answer> {
  const response = await fetch(`${simulator.url}/_simulator${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

function idsOf() {
  return simulator.control.company().calls.map((call) => call.id)
}

function contentOf(id: string) {
  const company = simulator.control.company()
  const call = company.call(id)
  if (!call) throw new Error('no such call')
  return company.content(call)
}

test('a conversation is finished as it was written: known people are ours, the others guests', async () => {
  await simulator.control.setPerson({ name: 'Ada Example', email: 'ada@example.com' })
  const { status, body } = await tell('POST', '/calls', {
    title: 'Two words',
    language: 'eng',
    parties: [{ name: 'Maya Chen', email: 'maya@northwind.example', title: 'CFO' }],
    transcript: [
      { speaker: 'Ada Example', text: 'Hello. How are you?' },
      { speaker: 'maya chen', text: 'Fine.' },
      { speaker: 'Tom', text: 'Me too.' },
    ],
  })
  expect([status, body.ids.length]).toEqual([201, 1])
  expect(body.callIds).toEqual(body.ids)
  const { parties, title, monologues, primaryUserId, scope } = contentOf(body.ids[0])
  expect([title, scope]).toEqual(['Two words', 'External'])
  const [maya, ada, tom] = parties
  expect(maya).toMatchObject({ email: 'maya@northwind.example', affiliation: 'External', userId: null })
  expect(ada).toMatchObject({ email: 'ada@example.com', affiliation: 'Internal', userId: primaryUserId })
  expect(tom).toMatchObject({ name: 'Tom', email: null, affiliation: 'External' })
  expect(monologues().map((part) => part.speakerId)).toEqual(
    [ada, maya, tom].map((party) => party?.speakerId),
  )
})

test('a call without any of us belongs to the set-up person', async () => {
  const { body } = await tell('POST', '/calls', { transcript: 'Grad A: Okay, we are recording.' })
  const { parties, primaryUserId } = contentOf(body.ids[0])
  expect(parties[0]).toMatchObject({ affiliation: 'Internal', userId: primaryUserId, speakerId: null })
  expect(primaryUserId).not.toBeNull()
})

test('guests named without a transcript play the guests of a written call', async () => {
  const { body } = await tell('POST', '/calls', {
    parties: [{ name: 'Zoe Quill', email: 'zoe@customer.example' }],
  })
  const { parties } = contentOf(body.ids[0])
  expect(parties.find((party) => party.name === 'Zoe Quill')?.speakerId).toEqual(expect.any(String))
  expect(parties.some((party) => party.affiliation === 'Internal')).toBe(true)
})

test('written calls follow one another, and start before they end', async () => {
  const scripts = simulator.control.company().scripts
  const ids = await simulator.finishCalls({ count: scripts.length + 1, notify: false })
  const titles = ids.map((id) => contentOf(id).title)
  expect(titles).toEqual([...scripts, scripts[0]].map((script) => script?.title))
  const company = simulator.control.company()
  for (const id of ids)
    expect((company.call(id)?.startedMs ?? 0) + contentOf(id).durationS * 1000).toBeLessThan(Date.now())
})

test('a fault with a wrong name or value is refused with a sentence', async () => {
  expect(await tell('PUT', '/faults', { dropWebhoks: 1 })).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/no fault named "dropWebhoks"/) },
  })
  expect((await tell('PUT', '/faults', { dropWebhooks: 2 })).status).toBe(400)
  const changed = await tell('PUT', '/faults', { rateLimited: { retryAfterS: 90 }, dropWebhooks: 0.2 })
  expect(changed.body).toMatchObject({ rateLimited: true, retryAfterS: 90, dropWebhooks: 0.2, latencyMs: 0 })
  expect((await tell('GET', '/faults')).body).toEqual(changed.body)
})

test('another web site may not press the buttons', async () => {
  expect((await tell('POST', '/reset', {}, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await tell('POST', '/reset', {}, { origin: simulator.url })).status).toBe(204)
})

test('a large history is there at once, the same for the same seed, and replaces the one before', async () => {
  expect((await tell('POST', '/seed', { calls: 10_000, days: 90, seed: 4 })).body).toMatchObject({
    calls: 10_000,
  })
  const first = idsOf()
  expect(new Set(first).size).toBe(10_000)
  await tell('POST', '/seed', { calls: 10, days: 90, seed: 5 })
  expect(idsOf()).toHaveLength(10)
  await tell('POST', '/seed', { calls: 10_000, days: 90, seed: 4 })
  expect(idsOf()).toEqual(first)
})

test('starting over removes calls, faults and logs', async () => {
  await tell('POST', '/calls', {})
  await tell('PUT', '/faults', { latencyMs: 5 })
  await tell('POST', '/reset')
  expect(simulator.control.company().calls).toEqual([])
  expect(simulator.control.faults.latencyMs).toBe(0)
  expect(simulator.requests()).toEqual({ requests: [], mostInAnySecond: 0, total: 0, refused: 0 })
})
