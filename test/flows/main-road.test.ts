import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { until } from '../support/until.ts'

const turns = [
  { speaker: 'Anna Berg', text: 'Hi Maya, good to see you. How was the move?' },
  {
    speaker: 'Maya Lindqvist',
    text: 'Exhausting, thanks. We need single sign-on before we can roll this out to the depots.',
  },
  { speaker: 'Anna Berg', text: "Understood. I'll send you the security sheet by Thursday." },
  { speaker: 'Maya Lindqvist', text: 'Great. And I will send you the list of users next week.' },
  { speaker: 'Maya Lindqvist', text: 'Does the price include support?' },
  { speaker: 'Anna Berg', text: 'Let me come back to you on that.' },
]
const parties = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
  { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' },
]

test('a finished call becomes a grounded follow-up, announced by a subscription made at connecting', async () => {
  await using product = await startApp()
  expect(await product.connect()).toBe('connected')
  const connection = await product.connection()
  expect(connection).toMatchObject({
    status: 'connected',
    delivery: 'subscription',
    owner: { email: product.owner.email },
  })
  expect(connection.scopes.every((scope) => scope.granted)).toBe(true)

  // Lists are compared once more after subscribing, and could be quicker than the event.
  const listsRead = () =>
    product.gong.requests().requests.filter((request) => request.path === '/v2/calls').length
  await until('the list to be read before and after subscribing', async () => listsRead() >= 2)
  const id = await product.gong.finishCall({ title: 'Rollout', parties, transcript: turns })
  const call = await product.callIn(id, 'drafted')

  expect(call).toMatchObject({
    title: 'Rollout',
    source: 'event',
    company: 'Northwind',
    isMine: true,
    reason: null,
  })
  expect(call.transcript.map((sentence) => sentence.text).join(' ')).toContain(
    'single sign-on before we can roll this out',
  )
  const followUp = call.followUp!
  expect(followUp.status).toBe('draft')
  expect(followUp.to.map((person) => person.email)).toEqual(['maya@northwind.example'])
  const ours = followUp.items.find((item) => item.side === 'ours' && item.text.includes('security sheet'))
  expect(ours).toMatchObject({ owner: 'Anna Berg' })
  for (const { evidence } of followUp.sentences.filter((sentence) => sentence.kind === 'grounded')) {
    expect(evidence.length).toBeGreaterThan(0)
    for (const { sentence, startMs, endMs, speaker } of evidence)
      expect(call.transcript[sentence]).toMatchObject({ startMs, endMs, speaker })
  }
  expect(call.timings.oursMs).toBeGreaterThanOrEqual(0)
})

test('the connected user is found among Gong’s users by e-mail', async () => {
  await using product = await startApp()
  await product.connect()
  const connection = await until('the connected user', async () => {
    const now = await product.connection()
    return now.connectedUser && now
  })
  expect(connection.connectedUser?.email).toBe(product.owner.email)
})

test('everything is still there after a restart, and the next call is followed up', async () => {
  await using product = await startApp()
  await product.connect()
  const first = await product.gong.finishCall({ parties, transcript: turns })
  await product.callIn(first, 'drafted')
  await product.restart()
  expect((await product.callIn(first, 'drafted')).followUp).not.toBeNull()
  const second = await product.gong.finishCall({ parties, transcript: turns })
  await product.callIn(second, 'drafted')
})

test('a call missed while we were down is found and followed up', async () => {
  await using product = await startApp()
  await product.connect()
  const id = await product.gong.finishCall({ parties, transcript: turns, notify: false })
  product.clock.move(6 * 60_000)
  await product.app.sweepNow()
  const call = await product.callIn(id, 'drafted')
  expect(call).toMatchObject({ source: 'reconcile', timings: { announcedAt: null } })
})

test('one call is followed up once, however often and by whichever door it is announced', async () => {
  await using product = await startApp()
  await product.connect()
  await product.gong.faults({ duplicateWebhooks: 1 })
  const id = await product.gong.finishCall({ parties, transcript: turns })
  await product.callIn(id, 'drafted')
  await product.api('POST', '/api/integrations/gong/reconcile')
  product.clock.move(6 * 60_000)
  await product.app.sweepNow()
  await until('the list to be compared again', async () => {
    const { listReadAt } = await product.connection()
    return listReadAt !== null && new Date(listReadAt) > new Date(Date.now() + 5 * 60_000)
  })
  expect((await product.calls()).filter((call) => call.gongCallId === id)).toHaveLength(1)
  const queue = await product.api<{ items: { version: number }[] }>('GET', '/api/follow-ups')
  expect(queue.items).toHaveLength(1)
  expect(queue.items[0]!.version).toBe(1)
})

test('a private call is known from its details, and its transcript is never asked for', async () => {
  await using product = await startApp()
  await product.connect()
  const id = await product.gong.finishCall({ parties, transcript: turns, isPrivate: true })
  const call = await product.callIn(id, 'skipped')
  expect(call).toMatchObject({ reason: 'private', canRetry: false, transcript: [], followUp: null })
  const { requests } = product.gong.requests()
  expect(requests.some((request) => request.path.endsWith('/transcript'))).toBe(false)
  expect((await product.ask('POST', `/api/calls/${call.id}/retry`)).status).toBe(409)
})

test('an internal call is left out until somebody asks for its follow-up', async () => {
  await using product = await startApp()
  await product.connect()
  const internal = [
    parties[0],
    { name: 'Ben Ohm', emailAddress: 'ben@lumen.example', affiliation: 'Internal' },
  ]
  const id = await product.gong.finishCall({
    scope: 'Internal',
    parties: internal,
    transcript: turns.map((turn) => ({
      ...turn,
      speaker: turn.speaker === 'Maya Lindqvist' ? 'Ben Ohm' : turn.speaker,
    })),
  })
  const call = await product.callIn(id, 'skipped')
  expect(call).toMatchObject({ reason: 'internal_only', canRetry: true })
  await product.api('POST', `/api/calls/${call.id}/retry`)
  await product.callIn(id, 'drafted')
})

test('a transcript that is not there yet is waited for, with the next look shown', async () => {
  await using product = await startApp()
  await product.connect()
  const id = await product.gong.finishCall({ parties, transcript: turns, transcriptDelayS: 600 })
  const waiting = await until('the call to wait for its transcript', async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === id)
    return call?.reason === 'transcript' && call.nextTryAt !== null && call
  })
  expect(waiting).toMatchObject({ state: 'expected', turn: 'gong' })
  product.clock.move(11 * 60_000)
  await product.app.sweepNow()
  await product.callIn(id, 'drafted')
})

test('what Gong listed before it was connected is history: shown, and followed up only when asked for', async () => {
  await using product = await startApp()
  const old = await product.gong.finishCall({ title: 'Before', parties, transcript: turns })
  await product.connect()
  const history = await product.callIn(old, 'skipped')
  expect(history).toMatchObject({ title: 'Before', reason: 'not_wanted', canRetry: true, transcript: [] })
  // It began long before the connection, but Gong listed it only afterwards.
  const startedAt = new Date(Date.now() - 5 * 3_600_000).toISOString()
  const late = await product.gong.finishCall({ parties, transcript: turns, startedAt, notify: false })
  await product.api('POST', '/api/integrations/gong/reconcile')
  await product.callIn(late, 'drafted')
  expect((await product.callIn(old, 'skipped')).followUp).toBeNull()
  await product.api('POST', `/api/calls/${history.id}/retry`)
  await product.callIn(old, 'drafted')
})
