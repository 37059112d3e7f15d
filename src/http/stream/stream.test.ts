import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { type Actor, program, startTestServer, type TestServer } from '../../../test/support/test-server.ts'
import { until } from '../../../test/support/until.ts'
import { recordChanges } from '../../db/changes.ts'
import type { Db } from '../../db/db.ts'
import { changesAfter, newestPlace, pruneChanges, START } from './change-rows.ts'
import { type ChangeFeed, createChangeFeed } from './feed.ts'
import { streamRoute } from './stream-route.ts'
import { createVisibility } from './visible.ts'

let app: TestServer
let feed: ChangeFeed
let port: number
let ada: Actor
let ben: Actor
let eve: Actor
const mayRead = new Set<string>()

beforeAll(async () => {
  app = await startTestServer({
    moreRoutes: ({ database, auth }) => {
      const { db, pool } = database
      feed = createChangeFeed({ db, connection: pool.options, log: { warn() {}, debug() {}, error() {} } })
      const visible = createVisibility(
        db,
        async (_viewer, ids) => new Set(ids.filter((id) => mayRead.has(id))),
      )
      return [
        streamRoute({ db, feed, visible, authenticate: auth.authenticate, heartbeatMs: 50, recheckMs: 50 }),
      ]
    },
  })
  ada = await app.setUp()
  ben = await app.join(ada.workspaceId, 'ben@example.com')
  eve = await app.otherWorkspace(ada)
  await feed.start()
  await app.server.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.server.address() as AddressInfo).port
})
beforeEach(() => mayRead.clear())
afterAll(async () => {
  await feed.stop()
  await app.stop()
})

interface Event {
  event: string
  id: string
  entity: string | null
}

const nothing = () => {}

/** A client of the stream that collects events and remembers its position, as a browser does. */
async function open(who: Actor, lastEventId?: string) {
  const headers = { ...program(who.key), ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) }
  const request = get({ host: '127.0.0.1', port, path: '/api/stream', headers })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const events: Event[] = []
  let position = ''
  let text = ''
  let wake = nothing
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      )
      if (fields['id'] !== undefined) position = fields['id']
      if (fields['data'] === undefined) continue
      events.push({
        event: fields['event'] ?? 'message',
        id: position,
        entity: (JSON.parse(fields['data']) as { id: string | null }).id,
      })
    }
    wake()
  })
  const arrived = async (done: () => boolean) => {
    while (!done()) await new Promise<void>((resolve) => (wake = resolve))
  }
  const closed = once(response, 'close').catch(() => {})
  await arrived(() => position !== '' || response.statusCode !== 200)
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    position: () => position,
    until: arrived,
    seen: (entity: string) => arrived(() => events.some((event) => event.entity === entity)),
    closed,
    close: () => request.destroy(),
  }
}

const change = (
  who: Actor,
  id: string,
  kind: 'call' | 'followup' | 'connection' | 'backfill' = 'call',
  db: Db = app.db,
) => recordChanges(db, who.workspaceId, [{ kind, id }])

test('what changes is heard at once, with nothing but its id', async () => {
  const client = await open(ada)
  expect(client.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(client.headers['cache-control']).toBe('no-store')
  expect(client.headers['x-ratelimit-remaining']).toBeDefined()
  await change(ada, 'call-1')
  await client.seen('call-1')
  expect(client.events).toEqual([{ event: 'call', id: client.events[0]?.id, entity: 'call-1' }])
  client.close()
})

test('a change that is rolled back is never heard of', async () => {
  const client = await open(ada)
  const undone = app.db.transaction().execute(async (tx) => {
    await change(ada, 'undone', 'call', tx)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  await change(ada, 'done')
  await client.seen('done')
  expect(client.events.map((event) => event.entity)).toEqual(['done'])
  client.close()
})

test('who comes back hears what they missed, and only that', async () => {
  const first = await open(ada)
  await change(ada, 'before')
  await first.seen('before')
  first.close()
  await change(ada, 'missed-1')
  await change(ada, 'missed-2')
  const second = await open(ada, first.position())
  await change(ada, 'after')
  await second.seen('after')
  expect(second.events.map((event) => event.entity)).toEqual(['missed-1', 'missed-2', 'after'])
  second.close()
})

test('a transaction that commits late is not skipped, though its position is lower', async () => {
  const client = await open(ada)
  const slow = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const late = app.db.transaction().execute(async (tx) => {
    await change(ada, 'late', 'call', tx)
    written.resolve()
    await slow.promise
  })
  await written.promise
  await change(ada, 'early')
  const resumable = await open(ada)
  resumable.close()
  slow.resolve()
  await late
  await client.seen('late')
  await client.seen('early')
  // Who left in between resumes from a place before both.
  const resumed = await open(ada, resumable.position())
  await resumed.seen('late')
  await resumed.seen('early')
  client.close()
  resumed.close()
})

test('a higher position that is final first does not hide a lower one of a younger transaction', async () => {
  const client = await open(ada)
  const [older, younger] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const [olderBegan, lowerWritten] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = app.db.transaction().execute(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tx)
    olderBegan.resolve()
    await older.promise
    await change(ada, 'higher', 'call', tx)
  })
  await olderBegan.promise
  const second = app.db.transaction().execute(async (tx) => {
    await change(ada, 'lower', 'call', tx)
    lowerWritten.resolve()
    await younger.promise
  })
  await lowerWritten.promise
  older.resolve()
  await first
  await client.seen('higher')
  const between = client.position()
  younger.resolve()
  await second
  await client.seen('lower')
  const resumed = await open(ada, between)
  await resumed.seen('lower')
  expect(Number(client.events[1]?.id)).toBeLessThan(Number(client.events[0]?.id))
  client.close()
  resumed.close()
})

test('changes made while nobody listened to hints are found by asking', async () => {
  const client = await open(ada)
  await sql`insert into change (workspace_id, kind, entity_id) values (${ada.workspaceId}, 'call', 'unannounced')`.execute(
    app.db,
  )
  await client.seen('unannounced')
  client.close()
})

test('the listening connection comes back after it is cut', async () => {
  const client = await open(ada)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen %'
  `.execute(app.db)
  await change(ada, 'after the cut')
  await client.seen('after the cut')
  client.close()
})

test('an unknown position, one of another workspace, nonsense and too long a pause mean: load anew', async () => {
  const theirs = await open(eve)
  await change(eve, 'theirs')
  await theirs.seen('theirs')
  theirs.close()
  const mine = await open(ada)
  await change(ada, 'mine')
  await mine.seen('mine')
  for (const id of ['999999999', theirs.position(), 'nonsense', '0']) {
    const client = await open(ada, id)
    await client.until(() => client.events.length > 0)
    expect(client.events[0]).toMatchObject({ event: 'reset', entity: null })
    client.close()
  }
  const leftAt = mine.position()
  const many = Array.from({ length: 1001 }, (_, n) => ({ kind: 'call' as const, id: `n${n}` }))
  await recordChanges(app.db, ada.workspaceId, many)
  await mine.seen('n1000')
  mine.close()
  const client = await open(ada, leftAt)
  await client.until(() => client.events.length > 0)
  expect(client.events[0]).toMatchObject({ event: 'reset' })
  client.close()
})

test('members hear of calls they may see and of the connection; of nothing else, and of no other workspace', async () => {
  await insertCall(ada, 'call-of-ben', 'follow-up-of-ben')
  await insertCall(ada, 'call-of-others', 'follow-up-of-others')
  mayRead.add('call-of-ben')
  const client = await open(ben)
  await recordChanges(app.db, ada.workspaceId, [
    { kind: 'call', id: 'call-of-others' },
    { kind: 'followup', id: 'follow-up-of-others' },
    { kind: 'backfill', id: 'backfill' },
    { kind: 'call', id: 'call-of-ben' },
    { kind: 'followup', id: 'follow-up-of-ben' },
    { kind: 'connection', id: 'connection' },
  ])
  await change(eve, 'call-of-eve')
  mayRead.add('last')
  await change(ada, 'last')
  await client.seen('last')
  expect(client.events.map((event) => event.entity)).toEqual([
    'call-of-ben',
    'follow-up-of-ben',
    'connection',
    'last',
  ])
  client.close()
})

test('what one may not see still moves one’s position, so that resuming stays cheap', async () => {
  const client = await open(ben)
  const before = client.position()
  await change(ada, 'hidden')
  await client.until(() => client.position() !== before)
  expect(client.events).toEqual([])
  client.close()
})

test('a long list is told in the order in which it was written, over several pages', async () => {
  const client = await open(ada)
  const ids = Array.from({ length: 2500 }, (_, n) => `in order ${n}`)
  const changes = ids.map((id) => ({ kind: 'call' as const, id }))
  await recordChanges(app.db, ada.workspaceId, changes)
  await client.seen('in order 2499')
  expect(client.events.map((event) => event.entity)).toEqual(ids)
  client.close()
})

test('a call that changed often in one batch is told of once', async () => {
  const client = await open(ada)
  await recordChanges(app.db, ada.workspaceId, [
    { kind: 'call', id: 'busy' },
    { kind: 'call', id: 'other' },
    { kind: 'call', id: 'busy' },
  ])
  await client.seen('busy')
  expect(client.events.map((event) => event.entity)).toEqual(['other', 'busy'])
  client.close()
})

test('a revoked key’s stream ends', async () => {
  const made = await app.server.inject({
    method: 'POST',
    url: '/api/keys',
    headers: program(ben.key),
    payload: { name: 'x' },
  })
  const { id, key } = made.json<{ id: string; key: string }>()
  const client = await open({ ...ben, key })
  await app.server.inject({ method: 'DELETE', url: `/api/keys/${id}`, headers: program(ben.key) })
  await client.closed
})

test('without credentials there is no stream, and one person can’t take all of them', async () => {
  expect((await app.server.inject({ url: '/api/stream' })).statusCode).toBe(401)
  const clients = await Promise.all(Array.from({ length: 25 }, () => open(eve)))
  expect(clients.map((client) => client.status).toSorted()).toEqual([...Array<number>(24).fill(200), 429])
  for (const client of clients) client.close()
})

test('a client that does not read is let go, and others go on', async () => {
  const client = await open(ada)
  const request = get({ host: '127.0.0.1', port, path: '/api/stream', headers: program(ada.key) })
  const [deaf] = (await once(request, 'response')) as [IncomingMessage]
  deaf.on('error', () => {}).pause()
  const connections = await openConnections()
  const name = 'x'.repeat(400)
  for (let n = 0; n < 300 && (await openConnections()) === connections; n++) {
    const ids = Array.from({ length: 200 }, (_, m) => ({ kind: 'call' as const, id: `${name}-${n}-${m}` }))
    await recordChanges(app.db, ada.workspaceId, ids)
    await client.seen(`${name}-${n}-199`)
  }
  expect(await openConnections()).toBe(connections - 1)
  request.destroy()
  client.close()
})

test('rows of another cluster and old ones are forgotten, without losing the living', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  await sql`insert into workspace (id, name) values ('w', 'W')`.execute(db)
  await recordChanges(db, 'w', [{ kind: 'call', id: 'living' }])
  await sql`insert into change (workspace_id, kind, entity_id, written_by) values ('w', 'call', 'foreign', '9999999999')`.execute(
    db,
  )
  await sql`insert into change (workspace_id, kind, entity_id, at) values ('w', 'call', 'old', now() - interval '2 days')`.execute(
    db,
  )
  await pruneChanges(db)
  // Transactions of other tests' databases run in the same Postgres, and nothing is settled while an older one does.
  const changes = await until('what is settled to be read', async () => {
    const read = await changesAfter(db, START, 10)
    return !read.unsettled && read.changes
  })
  expect(changes.map(({ id }) => id)).toEqual(['living'])
  expect(await newestPlace(db)).toMatchObject({ position: changes[0]?.position })
})

test('a server that stops ends its streams and does not wait for them', async () => {
  await using own = await startTestServer({
    moreRoutes: ({ database: { db, pool }, auth }) => {
      const unused = createChangeFeed({
        db,
        connection: pool.options,
        log: { warn() {}, debug() {}, error() {} },
      })
      const visible = createVisibility(db, async () => new Set())
      return [streamRoute({ db, feed: unused, visible, authenticate: auth.authenticate })]
    },
  })
  const { key } = await own.setUp()
  await own.server.listen({ port: 0, host: '127.0.0.1' })
  const { port: ownPort } = own.server.server.address() as AddressInfo
  const request = get({ host: '127.0.0.1', port: ownPort, path: '/api/stream', headers: program(key) })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  await Promise.all([once(response, 'end'), own.server.close()])
})

/** As the server counts them. */
async function openConnections(): Promise<number> {
  return new Promise((resolve, reject) =>
    app.server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

async function insertCall(who: Actor, callId: string, followUpId: string): Promise<void> {
  const now = new Date()
  await sql`
    insert into connection (id, workspace_id, gong, app_url) values (${`c-${who.workspaceId}`}, ${who.workspaceId}, 'simulator', 'http://x')
    on conflict do nothing
  `.execute(app.db)
  await sql`
    insert into call (id, workspace_id, connection_id, gong_call_id, source, expected_at, updated_at)
    values (${callId}, ${who.workspaceId}, ${`c-${who.workspaceId}`}, ${callId}, 'event', ${now}, ${now})
  `.execute(app.db)
  await sql`
    insert into follow_up (id, workspace_id, call_id, transcript_hash, updated_at)
    values (${followUpId}, ${who.workspaceId}, ${callId}, 'h', ${now})
  `.execute(app.db)
}
