import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallList, CallSummary } from '../../src/ingest/call-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { pass } from '../support/issues.ts'
import { until } from '../support/until.ts'

/** The list of calls, one call by id or link, trying again, and the times a call shows. */

let product: TestApp
let ids: Record<'price' | 'german' | 'japanese' | 'internal', string>
const anna = { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' }
const now = Math.floor(Date.now() / 1000) * 1000
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000)

const plain = {
  parties: [anna, { name: 'Ida Roth', emailAddress: 'ida@calder.example', affiliation: 'External' }],
  transcript: [
    { speaker: 'Ida Roth', text: 'Please send the offer.' },
    { speaker: 'Anna Berg', text: "I'll send it on Monday." },
  ],
}

beforeAll(async () => {
  product = await startApp()
  await product.connect()
  const finish = async (
    title: string,
    hours: number,
    guest: [string, string],
    said: string,
    more: object = {},
  ) =>
    product.gong.finishCall({
      title,
      parties: [anna, { name: guest[0], emailAddress: guest[1], affiliation: 'External' }],
      transcript: [
        { speaker: guest[0], text: said },
        { speaker: 'Anna Berg', text: "I'll send you the overview by Thursday." },
      ],
      startedAt: hoursAgo(hours).toISOString(),
      durationS: 600,
      ...more,
    })
  ids = {
    price: await finish(
      'Pricing',
      30,
      ['Maya Lindqvist', 'maya@northwind.example'],
      "We don't need 1,000 seats.",
    ),
    german: await finish(
      'Übergabe',
      20,
      ['Jörg Müller', 'j.mueller@havel-land.example'],
      'Wir müssen die Straßenkarten prüfen.',
      { language: 'ger' },
    ),
    japanese: await finish(
      '導入のご相談',
      10,
      ['佐藤 恵', 'sato@aoba.co.jp'],
      '来週までに見積書をお願いします。',
      { language: 'jpn' },
    ),
    internal: await product.gong.finishCall({
      title: 'Pipeline',
      scope: 'Internal',
      parties: [
        { name: 'Priya Raman', emailAddress: 'priya.raman@lumenfleet.example', affiliation: 'Internal' },
        { name: 'Marcus Hale', emailAddress: 'marcus.hale@lumenfleet.example', affiliation: 'Internal' },
      ],
      transcript: [{ speaker: 'Priya Raman', text: 'Only us today.' }],
      startedAt: hoursAgo(5).toISOString(),
      durationS: 60,
    }),
  }
  await product.callIn(ids.internal, 'skipped')
  for (const name of ['price', 'german', 'japanese'] as const) await product.callIn(ids[name], 'drafted')
}, 120_000)
afterAll(() => product[Symbol.asyncDispose]())

/** Names of the calls that a query finds, newest first. */
async function found(query: Record<string, string>): Promise<string[]> {
  const { items } = await product.api<CallList>(
    'GET',
    `/api/calls?${new URLSearchParams({ limit: '200', ...query })}`,
  )
  return items.flatMap((call) => Object.entries(ids).find(([, id]) => id === call.gongCallId)?.[0] ?? [])
}

test.each([
  ['pricing', ['price']],
  ["don't", ['price']],
  ['1,000', ['price']],
  ['lindq', ['price']],
  ['northwind.example', ['price']],
  ['überg', ['german']],
  ['MÜLLER straßenk', ['german']],
  ['müssen', ['german']],
  ['見積', ['japanese']],
  ['導入', ['japanese']],
  ['佐藤', ['japanese']],
  ['anna berg', ['japanese', 'german', 'price']],
  ['only us', []], // said on a call whose transcript was never asked for
  ['pricing müller', []],
  ['!!! ??', []],
  ["' | & ! :* <-> \\ '' (", []],
  ["\\'; drop table call; --", []],
])('a search for %s finds %j', async (q, names) => {
  expect(await found({ q })).toEqual(names)
})

test('filters: time, host, company, mine, state', async () => {
  expect(await found({})).toEqual(['internal', 'japanese', 'german', 'price'])
  expect(await found({ from: hoursAgo(20).toISOString(), to: hoursAgo(5).toISOString() })).toEqual([
    'japanese',
    'german',
  ])
  expect(await found({ from: hoursAgo(20).toISOString().replace('Z', '+00:00') })).toEqual([
    'internal',
    'japanese',
    'german',
  ])
  expect(await found({ host: 'ANNA@lumen.example' })).toEqual(['japanese', 'german', 'price'])
  expect(await found({ host: 'priya raman' })).toEqual(['internal'])
  expect(await found({ company: 'northwind' })).toEqual(['price'])
  expect(await found({ company: 'Havel Land' })).toEqual(['german'])
  expect(await found({ company: 'aoba' })).toEqual(['japanese'])
  expect(await found({ mine: 'true' })).toEqual(['japanese', 'german', 'price'])
  expect(await found({ mine: 'false' })).toHaveLength(4)
  expect(await found({ state: 'skipped' })).toEqual(['internal'])
  expect(await found({ state: 'drafted', q: 'anna', company: 'aoba' })).toEqual(['japanese'])
  expect(await found({ state: 'review' })).toEqual(['japanese', 'german', 'price'])
  expect(await found({ state: 'waiting' })).toEqual([])
})

test('what is no filter or no cursor is refused in words', async () => {
  for (const query of [
    'state=lost',
    'limit=0',
    'limit=201',
    'from=yesterday',
    'mine=perhaps',
    'cursor=xyz',
    `q=${'x'.repeat(201)}`,
  ]) {
    const answer = await product.ask('GET', `/api/calls?${query}`)
    expect([query, answer.status]).toEqual([query, 400])
    expect(await answer.json()).toMatchObject({
      error: 'bad_request',
      message: expect.stringMatching(/\w{3}/),
    })
  }
  const wrongPlace = Buffer.from(JSON.stringify(['2026-01-01T00:00:00Z', "' or true --"])).toString(
    'base64url',
  )
  expect((await product.ask('GET', `/api/calls?cursor=${wrongPlace}`)).status).toBe(200)
  for (const path of ['/api/calls/none', `/api/calls/${'x'.repeat(100)}`])
    expect([path, (await product.ask('GET', path)).status]).toEqual([path, 404])
  expect((await product.ask('GET', '/api/calls/%00')).status).toBe(400)
  expect((await product.ask('GET', '/api/calls?q=%00&host=%00&company=%ff')).status).toBe(400)
})

test('a call is found by its id or by any link to it; a new one is watched', async () => {
  const find = (gong: string) =>
    product.api<{ found: string; call: CallSummary | null }>('POST', '/api/calls', { gong })
  const links = [
    '',
    'https://app.gong.io/call?id=',
    'https://us-49556.app.gong.io/call?highlights=1&id=',
  ].map((start) => start + ids.price)
  for (const link of [...links, ` ${ids.price}\n`])
    expect(await find(link)).toMatchObject({ found: 'here', call: { gongCallId: ids.price } })
  for (const nonsense of [
    'abc',
    'https://app.gong.io/call',
    'https://app.gong.io/call?id=x',
    '-1',
    '1.5',
    '１２３',
  ])
    expect([
      nonsense,
      (await product.ask('POST', '/api/calls', { body: { gong: nonsense } })).status,
    ]).toEqual([nonsense, 400])
  const later = await product.gong.finishCall({ ...plain, notify: false, listDelayS: 600, detailDelayS: 600 })
  expect(await find(later)).toMatchObject({ found: 'watching', call: null })
  const watched = await until('it to be asked for', async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === later)
    return call?.reason === 'details' && new Date(call.nextTryAt ?? 0) > product.clock.now() && call
  })
  expect(watched).toMatchObject({ state: 'expected', source: 'watch', turn: 'gong', canRetry: true })
  expect(await find(later)).toMatchObject({ found: 'here', call: { state: 'expected' } })
  await pass(product, 11)
  await product.callIn(later, 'drafted')
})

test('trying again: a waiting call is asked for at once, a finished one is left alone', async () => {
  const id = await product.gong.finishCall({ ...plain, transcriptDelayS: 45 })
  const putOff = () =>
    until('it to wait', async () => {
      const call = (await product.calls()).find((each) => each.gongCallId === id)
      return call?.reason === 'transcript' && new Date(call.nextTryAt ?? 0) > product.clock.now() && call
    })
  const waiting = await putOff()
  const asked = () => product.gong.requests().requests.filter((each) => each.callIds?.includes(id)).length
  const before = asked()
  // Without the sweep: the retry itself wakes the fetcher.
  await product.api('POST', `/api/calls/${waiting.id}/retry`)
  await until('it to be asked for', async () => asked() > before)
  await putOff()
  await pass(product, 2)
  const { id: callId } = await product.callIn(id, 'drafted')
  const answer = await product.ask('POST', `/api/calls/${callId}/retry`)
  expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ error: 'conflict' })])
})

test('times: how long Gong took, and how long we did', async () => {
  const id = await product.gong.finishCall({
    ...plain,
    startedAt: hoursAgo(1).toISOString(),
    durationS: 1800,
  })
  const { timings } = await product.callIn(id, 'drafted')
  expect(timings.endedAt).toBe(hoursAgo(0.5).toISOString())
  expect(timings.gongMs).toBe(new Date(timings.announcedAt!).getTime() - hoursAgo(0.5).getTime())
  const inOrder = [timings.announcedAt, timings.detailsAt, timings.fetchedAt, timings.draftedAt].flatMap(
    (at) => at ?? [],
  )
  expect(inOrder).toEqual(inOrder.toSorted())
  expect(inOrder).toHaveLength(4)
  expect(timings.oursMs).toBe(
    new Date(timings.draftedAt!).getTime() - new Date(timings.announcedAt!).getTime(),
  )
})

test('page by page there is no gap and no repeat, while newer and older calls arrive', async () => {
  const before = (await product.calls()).map((call) => call.id)
  const seen: string[] = []
  let cursor: string | null = null
  for (let page = 0; page === 0 || cursor !== null; page++) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const list: CallList = await product.api('GET', `/api/calls?limit=2${query}`)
    expect(list.items.length).toBeLessThanOrEqual(2)
    seen.push(...list.items.map((call) => call.id))
    cursor = list.nextCursor
    // One that starts at the very second of a known call, one older, one newer than all.
    const moments = [hoursAgo(20), hoursAgo(25 + page), new Date()]
    for (const at of moments.slice(0, page < 3 ? 3 : 0))
      await product.gong.finishCall({ startedAt: at.toISOString(), durationS: 60, scope: 'Internal' })
    if (page < 3)
      await until('them to be read', async () => (await found({ state: 'expected' })).length === 0)
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.filter((id) => before.includes(id))).toEqual(before)
})
