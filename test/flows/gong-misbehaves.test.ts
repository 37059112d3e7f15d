import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chance } from '../../src/simulator/ids.ts'
import type { CallDetail, CallSummary } from '../../src/ingest/call-shapes.ts'
import { presentKey, webhookUrl } from '../../src/connections/webhook-keys.ts'
import { createSecrets } from '../../src/secrets.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { analyzed, signedEvent } from '../support/deliveries.ts'
import { compareLists, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { until } from '../support/until.ts'

/** A Gong that answers with nonsense, late, or not at all: the call waits with a reason, others go on, all heals. */

let product: TestApp
beforeAll(async () => {
  product = await startApp({ gongDeadlineMs: 3000 })
  await product.connect()
  await until('the first comparison of lists', async () => (await product.connection()).listReadAt)
  await until('the users to be read', async () => (await product.connection()).connectedUser)
})
afterEach(async () => void (await product.gong.control.clearFaults()))
afterAll(() => product[Symbol.asyncDispose]())

const parties = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
  { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' },
]
const turns = [
  { speaker: 'Maya Lindqvist', text: 'We need single sign-on before we can roll this out.' },
  { speaker: 'Anna Berg', text: "I'll send you the security sheet by Thursday." },
]
const HOUR_MIN = 60

/** Waits until Gong was asked for the call in vain, and it says why and when it is asked again. */
async function waitingCall(gongCallId: string, reason: CallSummary['reason']): Promise<CallSummary> {
  return until(`call ${gongCallId} to wait for ${reason}`, async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === gongCallId)
    const isPutOff = call?.nextTryAt != null && new Date(call.nextTryAt) > product.clock.now()
    return call?.state === 'expected' && call.reason === reason && isPutOff && call
  })
}

test.each([
  ['something that is not JSON', { garbage: 1 }, 'connection'],
  ['half a body', { halfBodies: 1 }, 'connection'],
  ['nothing at all', { silent: 1 }, 'connection'],
  ['faults of its own', { serverErrors: 1 }, 'connection'],
  ['"too many requests"', { rateLimited: true, retryAfterS: 1 }, 'allowance'],
] as const)(
  'Gong answers with %s: the call waits with a reason, and goes on afterwards',
  async (_what, fault, reason) => {
    await product.gong.faults(fault)
    const id = await product.gong.finishCall({ parties, transcript: turns })
    const waiting = await waitingCall(id, reason)
    expect(waiting.reasonText).toMatch(/Gong/)
    expect(waiting.turn).toBe(reason === 'allowance' ? 'fastfollow' : 'gong')
    expect((await product.ask('GET', '/readyz', { key: null })).status).toBe(200)
    expect(await product.api('GET', `/api/calls/${waiting.id}`)).toMatchObject({
      transcript: [],
      followUp: null,
    })

    await product.gong.control.clearFaults()
    await pass(product, 1)
    const call = await product.callIn(id, 'drafted')
    expect(call).toMatchObject({ reason: null, reasonText: null, nextTryAt: null })
    await issueClosed(product, 'gong_unavailable')
  },
)

test('a Gong that fails every other time costs nothing but time', async () => {
  await product.gong.faults({ serverErrors: 0.4, garbage: 0.2, halfBodies: 0.2, latencyMs: 50 })
  const ids = await product.gong.finishCalls({ count: 8, parties, transcript: turns })
  await until('all to be drafted in spite of it', async () => {
    await pass(product, 1)
    const calls = await product.calls()
    return ids.every((id) => calls.find((call) => call.gongCallId === id)?.state === 'drafted')
  })
})

test('one odd record among a hundred fails alone, with its reason', async () => {
  const ids = await product.gong.finishCalls({ count: 100, parties, transcript: turns, notify: false })
  const [odd, next] = ids.toSorted((a, b) => chance('odd record', a) - chance('odd record', b))
  await product.gong.faults({ oddRecords: (chance('odd record', odd!) + chance('odd record', next!)) / 2 })
  await product.api('POST', '/api/integrations/gong/reconcile')
  expect(await product.callIn(odd!, 'failed')).toMatchObject({
    reason: 'odd_record',
    reasonText: expect.stringContaining('could not read'),
    turn: 'you',
    canRetry: true,
  })
  await until('the 99 others to be drafted', async () => {
    const { items } = await product.api<{ items: CallSummary[] }>('GET', '/api/calls?limit=200&state=drafted')
    const drafted = new Set(items.map((call) => call.gongCallId))
    return ids.every((id) => id === odd || drafted.has(id))
  })
})

test('a record that can be read but not stored fails alone, too', async () => {
  const few = { parties, transcript: turns, notify: false, startedAt: product.clock.now().toISOString() }
  const ids = await product.gong.finishCalls({ ...few, count: 5 })
  const odd = await product.gong.finishCall({ ...few, durationS: 1e12 })
  await product.api('POST', '/api/integrations/gong/reconcile')
  expect(await product.callIn(odd, 'failed')).toMatchObject({ reason: 'odd_record', durationS: null })
  for (const id of ids) await product.callIn(id, 'drafted')
})

test('texts that no database takes are cleaned, and the call is followed up', async () => {
  const id = await product.gong.finishCall({
    durationS: 60,
    title: 'Roll\u0000out \ud800 of \udfff depots',
    parties: [
      parties[0]!,
      { name: 'Ma\u0000ya \ud83d', emailAddress: 'maya@northwind.example', affiliation: 'External' },
    ],
    transcript: [
      {
        speakerId: '1',
        topic: 'A\u0000B',
        sentences: [{ start: 1000, end: 3000, text: 'We need \u0000single sign-on \ud800now.' }],
      },
      {
        speakerId: '2',
        topic: null,
        sentences: [{ start: 3000, end: 1e300, text: "I'll send \udc00the sheet by Thursday." }],
      },
      { speakerId: '2', topic: null, sentences: [{ start: -7, end: 0.4, text: 'Hello \ud83d\ude80.' }] },
      { speakerId: null, topic: null, sentences: [{ start: 5000, end: 6000, text: '\u0000 \u0000' }] },
    ],
  })
  const call = await product.callIn(id, 'drafted')
  expect(call.title).toMatch(/^Rollout . of . depots$/u)
  expect(call.transcript.map((sentence) => sentence.text)).toEqual([
    'Hello 🚀.',
    expect.stringMatching(/^We need single sign-on .now\.$/u),
    expect.stringMatching(/^I'll send .the sheet by Thursday\.$/u),
  ])
  expect(JSON.stringify(call)).not.toMatch(/\\u0000|\\ud8|\\udc/)
})

test('5,000 parties are read like any others', async () => {
  const crowd = Array.from({ length: 5000 }, (_, place) => ({
    name: `Guest ${place}`,
    emailAddress: `guest${place}@northwind.example`,
    affiliation: 'External',
  }))
  const id = await product.gong.finishCall({ parties: [...parties, ...crowd], transcript: turns })
  const call = await product.callIn(id, 'drafted')
  expect(call.parties).toHaveLength(5002)
  expect(call.company).toBe('Northwind')
  expect(call.followUp!.to.length).toBeLessThanOrEqual(100)
})

/** An event that Gong signed, whatever it says. */
async function announce(...bodies: object[]): Promise<number[]> {
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  const connection = { id: rows[0]!.id, workspaceId: product.workspaceId }
  const secrets = createSecrets(product.config.secretKey ?? '')
  const key = (await presentKey(connection, 'subscription', product.database.db, secrets))!
  const answers = await Promise.all(
    bodies.map((body) =>
      fetch(webhookUrl(product.url, key), {
        method: 'POST',
        ...signedEvent(key.secret!, body, { at: product.clock.now() }),
      }),
    ),
  )
  return answers.map((answer) => answer.status)
}

test('an event of a kind we do not know, with a name that no database takes, is borne', async () => {
  const unknown = { ...analyzed('1'), type: 'call.\u0000deleted\ud800' }
  const other = { ...analyzed('1'), type: 'user.left', data: { callId: 'none', gongWorkspaceId: null } }
  expect(await announce(unknown, other)).toEqual([202, 202])
  expect((await product.calls()).some((call) => call.gongCallId === '1')).toBe(false)
})

test('an id of 20 digits, for which Gong refuses the whole request, spoils no other call', async () => {
  const ids = await product.gong.finishCalls({ count: 5, parties, transcript: turns, notify: false })
  const tooLarge = '99999999999999999999'
  expect(await announce(...[...ids, tooLarge].map((id) => analyzed(id)))).toEqual(Array(6).fill(202))
  for (const id of ids) await product.callIn(id, 'drafted')
  expect(await product.callIn(tooLarge, 'failed')).toMatchObject({ reason: 'odd_record', canRetry: true })
  expect((await product.ask('POST', '/api/calls', { body: { gong: tooLarge } })).status).toBe(400)
})

test('a transcript that becomes empty later takes nothing away', async () => {
  const id = await product.gong.finishCall({ parties, transcript: turns })
  const before = await product.callIn(id, 'drafted')
  const asked = () =>
    product.gong.requests().requests.filter((each) => each.path.endsWith('/transcript')).length
  const times = asked()
  await product.gong.control.changeCall(id, { transcript: [{ speakerId: '1', sentences: [] }], notify: true })
  await until('the transcript to be asked for again', async () => asked() > times)
  await until('the call to wait for its transcript', async () => {
    const { rows } = await product.database.pool.query<{ asks: number }>(
      'select asks from call where gong_call_id = $1',
      [id],
    )
    return rows[0]!.asks > 0
  })
  const after = await product.callIn(id, 'drafted')
  const words = (call: CallDetail) => call.transcript.map((sentence) => sentence.text)
  expect(words(after)).toEqual(words(before))
  expect(after.followUp).toEqual(before.followUp)
})

test('a call that Gong never lists is watched for two days, then says so; news of it brings it back', async () => {
  const id = await product.gong.finishCall({
    parties,
    transcript: turns,
    notify: false,
    listDelayS: 200_000,
    detailDelayS: 200_000,
  })
  expect(await product.api('POST', '/api/calls', { gong: id })).toMatchObject({
    found: 'watching',
    call: null,
  })
  await waitingCall(id, 'details')
  await pass(product, 47 * HOUR_MIN)
  await until('it to be asked for again', async () => {
    const { rows } = await product.database.pool.query<{ asks: number }>(
      'select asks from call where gong_call_id = $1',
      [id],
    )
    return rows[0]!.asks >= 2
  })
  expect(await product.callIn(id, 'expected')).toMatchObject({ reason: 'details' })
  await pass(product, 2 * HOUR_MIN)
  expect(await product.callIn(id, 'failed')).toMatchObject({
    reason: 'never_listed',
    reasonText: expect.stringContaining('two days'),
    canRetry: true,
    nextTryAt: null,
  })
  await pass(product, 10 * HOUR_MIN)
  await product.gong.control.changeCall(id, { notify: true })
  await product.callIn(id, 'drafted')
})

test('a transcript that never comes is given up after two days; trying again finds it when it came at last', async () => {
  const id = await product.gong.finishCall({ parties, transcript: turns, transcriptDelayS: 216_000 })
  await waitingCall(id, 'transcript')
  await pass(product, 49 * HOUR_MIN)
  const failed = await product.callIn(id, 'failed')
  expect(failed).toMatchObject({ reason: 'transcript_never_came', turn: 'you', canRetry: true })
  await pass(product, 12 * HOUR_MIN)
  await product.api('POST', `/api/calls/${failed.id}/retry`)
  await product.callIn(id, 'drafted')
})

test('a cursor that dies between two pages loses no call', async () => {
  // Tests before this one moved the clock: what is late is counted from here.
  await compareLists(product)
  await product.gong.faults({ cursorLifeS: 0 })
  const ids = await product.gong.finishCalls({
    count: 130,
    parties,
    transcript: turns,
    notify: false,
    scope: 'Internal',
  })
  await product.api('POST', '/api/integrations/gong/reconcile')
  await until('the list to be read once more', async () =>
    product.gong.requests().requests.some((each) => each.path === '/v2/calls' && each.status === 400),
  )
  await until('the next try to be put off by a minute', async () => {
    const { listNextAt } = await product.connection()
    const waitMs = listNextAt === null ? 0 : Date.parse(listNextAt) - product.clock.now().getTime()
    return waitMs > 0 && waitMs <= 60_000
  })
  const { issues } = await product.connection()
  expect(issues.filter((issue) => issue.code === 'gong_unavailable')).toEqual([])
  await pass(product, 61)
  expect(await issueOpen(product, 'gong_unavailable')).toMatchObject({ details: { capability: 'list' } })
  await product.gong.control.clearFaults()
  await until('all calls to be known', async () => {
    await pass(product, 2)
    const { rows } = await product.database.pool.query<{ count: string }>(
      'select count(*) from call where gong_call_id = any($1)',
      [ids],
    )
    return Number(rows[0]!.count) === ids.length
  })
})
