import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallDetail } from '../../src/ingest/call-shapes.ts'
import type { FollowUp, FollowUpContent } from '../../src/followups/follow-up-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'

/** What a person does with a follow-up, and that no machine overwrites it. */

type WithVersions = FollowUp & {
  versions: { version: number; byPerson: boolean; madeBy: string; content: FollowUpContent }[]
}

let product: TestApp
beforeAll(async () => {
  product = await startApp()
  await product.connect()
})
afterAll(() => product[Symbol.asyncDispose]())

const parties = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' },
  { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' },
]
const turns = [
  { speaker: 'Maya Lindqvist', text: 'We need single sign-on before we can roll this out to the depots.' },
  { speaker: 'Anna Berg', text: "Understood. I'll send you the security sheet by Thursday." },
  { speaker: 'Maya Lindqvist', text: 'Great. And I will send you the list of users next week.' },
]
const moreTurns = [
  ...turns,
  { speaker: 'Anna Berg', text: "And I'll book the training room for your team by Friday." },
]

/** A call with its follow-up, fresh from the writer. */
async function drafted(): Promise<{ gongId: string; call: CallDetail; followUp: FollowUp; path: string }> {
  const gongId = await product.gong.finishCall({ parties, transcript: turns })
  const call = await product.callIn(gongId, 'drafted')
  return { gongId, call, followUp: call.followUp!, path: `/api/follow-ups/${call.followUp!.id}` }
}

const read = (path: string) => product.api<WithVersions>('GET', path)
const status = async (method: string, path: string, body?: object): Promise<number> =>
  (await product.ask(method, path, body && { body })).status

test('an edit is a new version: what was changed is the person’s, the rest keeps its kind, whatever the edit claims', async () => {
  const { followUp, path } = await drafted()
  const grounded = followUp.sentences.findIndex((sentence) => sentence.kind === 'grounded')
  expect(grounded).toBeGreaterThanOrEqual(0)
  const sentences = followUp.sentences.map((sentence, place) =>
    place === grounded ? { ...sentence, text: 'You need SSO first.', kind: 'grounded' as const } : sentence,
  )
  const claimed = {
    text: 'We give you 40 % off.',
    kind: 'grounded',
    placement: 'paragraph',
    evidence: followUp.sentences[grounded]!.evidence,
  }
  const edited = await product.api<FollowUp>('PATCH', path, {
    version: 1,
    subject: 'Our call',
    sentences: [...sentences, claimed],
  })
  expect(edited).toMatchObject({ version: 2, status: 'draft', subject: 'Our call' })
  expect(edited.sentences.map((sentence) => sentence.kind)).toEqual([
    ...followUp.sentences.map((sentence, place) => (place === grounded ? 'yours' : sentence.kind)),
    'yours',
  ])
  expect(edited.items).toEqual(followUp.items)
  const { versions } = await read(path)
  expect(versions.map(({ version, byPerson, madeBy }) => [version, byPerson, madeBy])).toEqual([
    [2, true, 'Anna Berg'],
    [1, false, 'built-in'],
  ])
  expect(versions[1]!.content.subject).toBe(followUp.subject)
})

test('items: a changed one is the person’s, an untouched one keeps its kind', async () => {
  const { followUp, path } = await drafted()
  expect(followUp.items.length).toBeGreaterThanOrEqual(2)
  const [first, ...others] = followUp.items
  const items = [{ ...first!, text: 'Send the other sheet' }, ...others]
  const edited = await product.api<FollowUp>('PATCH', path, { version: 1, items })
  expect(edited.items.map((item) => item.kind)).toEqual(['yours', ...others.map((item) => item.kind)])
})

test('a stale version is refused and nothing changes; of many edits at once exactly one wins', async () => {
  const { path } = await drafted()
  await product.api('PATCH', path, { version: 1, subject: 'First' })
  for (const [method, rest, body] of [
    ['PATCH', '', { version: 1, subject: 'Late' }],
    ['POST', '/approve', { version: 1 }],
    ['PATCH', '', { version: 3, subject: 'Ahead' }],
  ] as const)
    expect([rest, await status(method, path + rest, body)]).toEqual([rest, 409])
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => status('PATCH', path, { version: 2, subject: `Edit ${n}` })),
  )
  expect(answers.toSorted()).toEqual([200, ...Array(7).fill(409)])
  const now = await read(path)
  expect(now.version).toBe(3)
  expect(now.versions).toHaveLength(3)
  expect(now.subject).toBe(`Edit ${answers.indexOf(200)}`)
})

test('an edit that makes no sense is refused as a whole', async () => {
  const { path } = await drafted()
  for (const edit of [
    { version: 1, to: [{ name: 'X', email: 'not an address' }] },
    { version: 1, subject: 'x'.repeat(301) },
    { version: 1, sentences: [{ text: '', kind: 'yours', evidence: [] }] },
    { version: 1, items: [{ side: 'nobody' }] },
    { subject: 'without a version' },
  ])
    expect(await status('PATCH', path, edit)).toBe(400)
  // Postgres takes no NUL and no half of a surrogate pair: they must not become a fault of ours.
  expect(await status('PATCH', path, { version: 1, subject: 'A\u0000B \ud800' })).toBeLessThan(500)
  expect((await read(path)).versions.length).toBeLessThanOrEqual(2)
})

test('approve, edit, approve, mark as sent: an edit of an approved one makes it a draft again', async () => {
  const { path, call } = await drafted()
  expect(await status('POST', `${path}/mark-sent`, { via: 'copy' })).toBe(409)
  expect(await product.api('POST', `${path}/approve`, { version: 1 })).toMatchObject({
    status: 'approved',
    approvedVersion: 1,
  })
  expect(await product.api('PATCH', path, { version: 1, subject: 'Better' })).toMatchObject({
    status: 'draft',
    version: 2,
    approvedVersion: null,
  })
  expect(await status('POST', `${path}/mark-sent`, { via: 'copy' })).toBe(409)
  expect(await product.api('POST', `${path}/approve`, { version: 2 })).toMatchObject({
    status: 'approved',
    approvedVersion: 2,
  })
  expect(await product.api('POST', `${path}/mark-sent`, { via: 'copy' })).toMatchObject({ status: 'sent' })
  for (const [method, rest, body] of [
    ['PATCH', '', { version: 2, subject: 'Too late' }],
    ['POST', '/approve', { version: 2 }],
    ['POST', '/dismiss', undefined],
    ['POST', '/regenerate', undefined],
    ['POST', '/use-version', { version: 1 }],
    ['POST', '/mark-sent', { via: 'copy' }],
  ] as const)
    expect([rest, await status(method, path + rest, body)]).toEqual([rest, 409])
  const { items } = await product.api<{ items: { action: string; target: string }[] }>('GET', '/api/audit')
  const acts = items.filter((entry) => entry.target === call.followUp!.id).map((entry) => entry.action)
  expect(acts).toEqual(['follow_up.marked_sent', 'follow_up.approved', 'follow_up.approved'])
})

test('a dismissed one leaves the queue, and writing again or editing brings it back', async () => {
  const { path, followUp } = await drafted()
  const inQueue = async () => {
    const { items } = await product.api<{ items: { id: string }[] }>(
      'GET',
      '/api/follow-ups?status=draft&limit=200',
    )
    return items.some((each) => each.id === followUp.id)
  }
  expect(await inQueue()).toBe(true)
  await product.api('POST', `${path}/dismiss`)
  expect(await inQueue()).toBe(false)
  await product.api('POST', `${path}/regenerate`)
  expect(await inQueue()).toBe(true)
  await until('the new version', async () => (await read(path)).version === 2)
  await product.api('POST', `${path}/dismiss`)
  await product.api('PATCH', path, { version: 2, subject: 'After all' })
  expect(await inQueue()).toBe(true)
})

test('written again: an untouched one is replaced, a touched one gets an offer beside it, which may be taken', async () => {
  const { path } = await drafted()
  await product.api('POST', `${path}/regenerate`)
  const replaced = await until('the second version', async () => {
    const now = await read(path)
    return now.version === 2 && now
  })
  expect(replaced.offeredVersion).toBeNull()

  await product.api('PATCH', path, { version: 2, subject: 'Mine' })
  await product.api('POST', `${path}/regenerate`)
  const offered = await until('the offer', async () => {
    const now = await read(path)
    return now.offeredVersion !== null && now
  })
  expect(offered).toMatchObject({ version: 3, subject: 'Mine', offeredVersion: 4, status: 'draft' })

  expect(await status('POST', `${path}/use-version`, { version: 99 })).toBe(404)
  const taken = await product.api<FollowUp>('POST', `${path}/use-version`, { version: 4 })
  expect(taken).toMatchObject({ version: 5, offeredVersion: null, status: 'draft' })
  expect(taken.subject).toBe(offered.versions.find((each) => each.version === 4)!.content.subject)
  const back = await product.api<FollowUp>('POST', `${path}/use-version`, { version: 3 })
  expect(back).toMatchObject({ version: 6, subject: 'Mine' })
})

test('a call announced again with another transcript: an untouched follow-up is renewed', async () => {
  const { gongId, path } = await drafted()
  await product.gong.control.changeCall(gongId, { transcript: { turns: moreTurns }, notify: true })
  const renewed = await until('the renewed version', async () => {
    const now = await read(path)
    return now.version === 2 && now
  })
  expect(renewed.items.some((item) => item.text.includes('training room'))).toBe(true)
  const call = await product.callIn(gongId, 'drafted')
  expect(call.transcript.at(-1)!.text).toContain('training room')
})

test('a call announced again: what a person touched or approved stays, the new version is offered', async () => {
  const [touched, approved] = [await drafted(), await drafted()]
  await product.api('PATCH', touched.path, { version: 1, subject: 'Mine' })
  await product.api('POST', `${approved.path}/approve`, { version: 1 })
  for (const { gongId } of [touched, approved])
    await product.gong.control.changeCall(gongId, { transcript: { turns: moreTurns }, notify: true })
  for (const { path } of [touched, approved])
    await until('the offer', async () => (await read(path)).offeredVersion !== null)
  expect(await read(touched.path)).toMatchObject({
    version: 2,
    subject: 'Mine',
    offeredVersion: 3,
    status: 'draft',
  })
  expect(await read(approved.path)).toMatchObject({
    version: 1,
    approvedVersion: 1,
    offeredVersion: 2,
    status: 'approved',
  })
})

test('a call announced again unchanged is read once more, and no version is added', async () => {
  const { gongId, path } = await drafted()
  const answered = () =>
    product.gong
      .requests()
      .requests.filter((each) => each.path.endsWith('/transcript') && each.callIds?.includes(gongId)).length
  const before = answered()
  await product.gong.control.changeCall(gongId, { notify: true })
  await until('it to be read again', async () => {
    const { rows } = await product.database.pool.query<{ due: Date | null }>(
      'select due_at as due from call where gong_call_id = $1',
      [gongId],
    )
    return answered() > before && rows[0]!.due === null
  })
  expect(answered()).toBe(before + 1)
  expect((await read(path)).versions).toHaveLength(1)
})
