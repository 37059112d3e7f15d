import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallDetail, CallList } from '../../src/ingest/call-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { openStream } from '../support/live-stream.ts'
import { joinAs, type TestPerson } from '../support/people.ts'
import { until } from '../support/until.ts'

/** A member sees the calls they hosted or attended, a manager also their reports', an admin all. */

let product: TestApp
let people: Record<'priya' | 'marcus' | 'stranger' | 'admin', TestPerson>
let calls: Record<'annas' | 'priyas' | 'tomas', CallDetail>

const guest = { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' }
function callOf(name: string, emailAddress: string, word: string) {
  return {
    title: `Rollout ${word}`,
    parties: [{ name, emailAddress, affiliation: 'Internal' }, guest],
    transcript: [
      { speaker: guest.name, text: `We need the ${word} before we can roll this out.` },
      { speaker: name, text: `I'll send you the ${word} sheet by Thursday.` },
    ],
  }
}

beforeAll(async () => {
  product = await startApp()
  await product.connect()
  await until('the users to be read', async () => (await product.connection()).connectedUser)
  people = {
    // By an alias: Gong knows her by another address.
    priya: await joinAs(product, { name: 'Priya Raman', email: 'p.raman@lumenfleet.example' }),
    // Anna's and Priya's manager in Gong's tree, not Tomás's.
    marcus: await joinAs(product, { name: 'Marcus Hale', email: 'marcus.hale@lumenfleet.example' }),
    stranger: await joinAs(product, { name: 'Sam Stranger', email: 'sam@lumen.example' }),
    admin: await joinAs(product, { name: 'Olga Ops', email: 'ops@lumen.example', role: 'admin' }),
  }
  const finish = async (name: string, email: string, word: string) =>
    product.callIn(await product.gong.finishCall(callOf(name, email, word)), 'drafted')
  calls = {
    annas: await finish('Anna Berg', 'anna@lumen.example', 'albatross'),
    priyas: await finish('Priya Raman', 'priya.raman@lumenfleet.example', 'pangolin'),
    tomas: await finish('Tomás Rivera', 'tomas.rivera@lumenfleet.example', 'tortoise'),
  }
}, 120_000)
afterAll(() => product[Symbol.asyncDispose]())

const MAY_SEE: Record<keyof typeof people, (keyof typeof calls)[]> = {
  priya: ['priyas'],
  marcus: ['annas', 'priyas'],
  stranger: [],
  admin: ['annas', 'priyas', 'tomas'],
}
const CALLS = ['annas', 'priyas', 'tomas'] as const
const WORDS = { annas: 'albatross', priyas: 'pangolin', tomas: 'tortoise' }

/** What a person holds: the key of a program, or the session of a browser. */
const credentials = (person: TestPerson) => [
  { key: person.key },
  { key: null, headers: { cookie: person.cookie, origin: product.url } },
]

async function idsAt(path: string, credential: object): Promise<string[]> {
  const answer = await product.ask('GET', path, credential)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as CallList).items.map((each) => each.id)
}

test.each(Object.keys(MAY_SEE) as (keyof typeof MAY_SEE)[])(
  '%s: list, search, call, follow-ups and acts agree',
  async (who) => {
    const allowed = MAY_SEE[who]
    for (const credential of credentials(people[who])) {
      expect((await idsAt('/api/calls', credential)).toSorted()).toEqual(
        allowed.map((name) => calls[name].id).toSorted(),
      )
      const followUps = await idsAt('/api/follow-ups', credential)
      expect(followUps.toSorted()).toEqual(allowed.map((name) => calls[name].followUp!.id).toSorted())
      const queue = (await (await product.ask('GET', '/api/follow-ups', credential)).json()) as {
        toReview: number
      }
      expect(queue.toReview).toBe(allowed.length)
      for (const name of CALLS) {
        const { id, followUp } = calls[name]
        const sees = allowed.includes(name)
        expect(await idsAt(`/api/calls?q=${WORDS[name]}`, credential)).toEqual(sees ? [id] : [])
        const wanted = sees ? 200 : 404
        expect((await product.ask('GET', `/api/calls/${id}`, credential)).status).toBe(wanted)
        expect((await product.ask('GET', `/api/follow-ups/${followUp!.id}`, credential)).status).toBe(wanted)
        expect((await product.ask('POST', `/api/calls/${id}/retry`, credential)).status).toBe(
          sees ? 409 : 404,
        )
        if (sees) continue
        for (const [method, act, body] of [
          ['PATCH', '', { version: 1, subject: 'x' }],
          ['POST', '/approve', { version: 1 }],
          ['POST', '/dismiss', undefined],
          ['POST', '/regenerate', undefined],
          ['POST', '/mark-sent', { via: 'x' }],
          ['POST', '/use-version', { version: 1 }],
        ] as const) {
          const answer = await product.ask(method, `/api/follow-ups/${followUp!.id}${act}`, {
            ...credential,
            body,
          })
          expect([act, answer.status]).toEqual([act, 404])
        }
      }
    }
  },
)

test('asking for a call by its Gong id tells nothing of a call that one may not see', async () => {
  const find = async (person: TestPerson) =>
    person.api<object>('POST', '/api/calls', { gong: calls.annas.gongCallId })
  const answer = await find(people.priya)
  expect(answer).toMatchObject({ found: 'watching', call: null })
  expect(JSON.stringify(answer)).not.toMatch(/albatross|Anna|Northwind/)
  expect(await find(people.marcus)).toMatchObject({ found: 'here', call: { id: calls.annas.id } })
})

test('"mine" is what one was on oneself, for managers and admins too', async () => {
  const mine = (person: TestPerson) => idsAt('/api/calls?mine=true', { key: person.key })
  expect(await mine(people.priya)).toEqual([calls.priyas.id])
  expect(await mine(people.marcus)).toEqual([])
  expect(await mine(people.admin)).toEqual([])
  expect(await idsAt('/api/calls?mine=true', { key: product.apiKey })).toEqual([calls.annas.id])
})

test('the stream tells each of what they may see, and of nothing else', async () => {
  await using forPriya = await openStream(product.url, { key: people.priya.key })
  await using forMarcus = await openStream(product.url, { cookie: people.marcus.cookie })
  await using forAdmin = await openStream(product.url, { key: people.admin.key })
  for (const name of CALLS)
    await product.api('PATCH', `/api/follow-ups/${calls[name].followUp!.id}`, {
      version: 1,
      subject: `For ${name}`,
    })
  await forAdmin.until('followup', calls.tomas.followUp!.id)
  await forMarcus.until('followup', calls.priyas.followUp!.id)
  await forPriya.until('followup', calls.priyas.followUp!.id)
  const seen = (text: string) =>
    CALLS.filter((name) => text.includes(calls[name].id) || text.includes(calls[name].followUp!.id))
  // Something that all may hear of, and that comes last.
  await product.api('POST', '/api/integrations/gong/reconcile')
  for (const stream of [forPriya, forMarcus, forAdmin])
    await until('what came last', async () => stream.text().includes('event: connection'))
  expect(seen(forPriya.text())).toEqual(MAY_SEE.priya)
  expect(seen(forMarcus.text())).toEqual(MAY_SEE.marcus)
  expect(seen(forAdmin.text())).toEqual(MAY_SEE.admin)
})

test("opening another's call is noted once an hour, one's own never", async () => {
  const noted = async () => {
    const { rows } = await product.database.pool.query<{ who: string; what: string }>(
      `select u.name as who, a.target as what from audit_entry a join "user" u on u.id = a.user_id
       where a.action = 'call.opened' and a.target = $1 order by a.at`,
      [calls.priyas.id],
    )
    return rows.map((row) => row.who)
  }
  await product.database.pool.query("delete from audit_entry where action = 'call.opened'")
  const open = (person: TestPerson) => person.api('GET', `/api/calls/${calls.priyas.id}`)
  await open(people.priya)
  await open(people.marcus)
  await open(people.marcus)
  expect(await noted()).toEqual(['Marcus Hale'])
  await open(people.admin)
  expect(await noted()).toEqual(['Marcus Hale', 'Olga Ops'])
  product.clock.move(61 * 60_000)
  await open(people.marcus)
  await open(people.priya)
  expect(await noted()).toEqual(['Marcus Hale', 'Olga Ops', 'Marcus Hale'])
  const { items } = await people.admin.api<{ items: { action: string }[] }>('GET', '/api/audit')
  expect(items.some((entry) => entry.action === 'call.opened')).toBe(true)
})

test('a member has no admin’s routes, and sees no webhook address', async () => {
  const { paths } = await product.api<{ paths: Record<string, object> }>('GET', '/api/openapi.json')
  const forAdmins = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .map((method) => [method.toUpperCase(), path.replace('{id}', 'x')] as const)
      .filter(
        ([method, at]) =>
          /^\/api\/(backfills|audit|admin)/.test(at) || (at.startsWith('/api/members') && method !== 'GET'),
      ),
  )
  expect(forAdmins.length).toBeGreaterThan(10)
  for (const [method, path] of [
    ...forAdmins,
    ['PUT', '/api/integrations/gong/client'],
    ['DELETE', '/api/integrations/gong'],
    ['PUT', '/api/integrations/gong/rule'],
    ['POST', '/api/integrations/gong/rotate-key'],
    ['POST', '/api/integrations/gong/reconcile'],
    ['GET', '/api/integrations/gong/connect'],
  ] as const)
    expect([path, (await product.ask(method, path, { key: people.priya.key })).status]).toEqual([path, 403])
  const seen = await people.priya.api<{ webhookUrl: string | null }>('GET', '/api/integrations/gong')
  expect(seen.webhookUrl).toBeNull()
})

test('a manager who stops being one sees less at once; a person who left sees nothing', async () => {
  await product.database.pool.query(
    `update gong_user set manager_id = null where email = 'priya.raman@lumenfleet.example'`,
  )
  expect(await idsAt('/api/calls', { key: people.marcus.key })).toEqual([calls.annas.id])
  const { items } = await product.api<{ items: { id: string; email: string }[] }>('GET', '/api/members')
  const priya = items.find((member) => member.email === people.priya.email)!
  expect((await product.ask('DELETE', `/api/members/${priya.id}`)).status).toBe(204)
  for (const credential of credentials(people.priya))
    expect((await product.ask('GET', '/api/calls', credential)).status).toBe(401)
})

test('asking for a call that one may not see is answered like asking for one that nobody knows, and does nothing to it', async () => {
  const find = async (gong: string) =>
    (await product.ask('POST', '/api/calls', { key: people.stranger.key, body: { gong } })).json()
  const row = async () =>
    (
      await product.database.pool.query<{ row: string }>(
        'select to_jsonb(call)::text as row from call where id = $1',
        [calls.tomas.id],
      )
    ).rows
  await product.database.pool.query('update call set priority = 2 where id = $1', [calls.tomas.id])
  const before = await row()
  const hidden = await find(calls.tomas.gongCallId)
  expect(hidden).toEqual(await find('7100200300400500600'))
  expect(hidden).toMatchObject({ found: 'watching', call: null })
  expect(await row()).toEqual(before)
})
