import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { IssueCode } from '../connection-shapes.ts'
import { raiseIssue, resolveIssues } from '../issues.ts'
import { gatherNews } from './gather.ts'
import { workspacesWithNews } from './news.ts'

/** What is told, when, and how often: each step at an exact time. */

const WORKSPACE = 'w1'
const connection = { workspaceId: WORKSPACE, id: 'k1' }
const SECOND = 1000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let database: TestDatabase
let now: Date
const clock = { now: () => now }

beforeEach(async () => {
  database = await createTestDatabase()
  now = new Date('2026-11-23T10:00:00Z')
  await database.pool.query(`
    insert into "user" (id, name, email) values ('anna', 'Anna', 'anna@lumen.example'), ('ben', 'Ben', 'ben@lumen.example');
    insert into workspace (id, name) values ('w1', 'Lumen'), ('w2', 'Other');
    insert into member (id, workspace_id, user_id, role) values ('m1', 'w1', 'anna', 'owner'), ('m2', 'w1', 'ben', 'admin');
    insert into connection (id, workspace_id, gong, app_url, owner_user_id, connected_at)
      values ('k1', 'w1', 'simulator', 'http://localhost', 'anna', now());
    insert into alert_setting (workspace_id, email, webhook_url_sealed, webhook_secret_sealed) values ('w1', true, 'u', 's')`)
})
afterEach(() => database.drop())

const open = (code: IssueCode, details = {}) => raiseIssue(database.db, clock, connection, code, details)
const close = (...codes: IssueCode[]) => resolveIssues(database.db, clock, connection, codes)

/** Lets time pass; what the sweep would wake is gathered on the way, as in the product. All times are multiples of the steps. */
async function pass(ms: number, mailer: object | null = {}): Promise<void> {
  const end = now.getTime() + ms
  while (now.getTime() < end) {
    now = new Date(now.getTime() + (ms > 10 * MINUTE ? MINUTE : 5 * SECOND))
    await gather(mailer)
  }
}

async function gather(mailer: object | null = {}): Promise<void> {
  const { db } = database
  const ids = await workspacesWithNews(now, mailer !== null, db)
  for (const id of ids) await gatherNews(id, { db, clock, publicUrl: 'https://ff.example', mailer })
}

interface Told {
  at: string
  channel: string
  what: string
}

/** Every message so far: when it was made, and what it says first. */
async function told(channel?: 'email' | 'webhook'): Promise<Told[]> {
  const { rows } = await database.pool.query<Told>(
    `select to_char(created_at at time zone 'UTC', 'HH24:MI:SS') as at, channel,
       coalesce(subject, (body::json ->> 'type') || ' ' || coalesce(body::json -> 'data' -> 'issue' ->> 'code', '')) as what
     from alert where $1::text is null or channel = $1 order by id`,
    [channel ?? null],
  )
  return rows
}
const mails = async (): Promise<string[]> => (await told('email')).map(({ at, what }) => `${at} ${what}`)

test('an issue that stays for a minute is told once by each way, and its end too', async () => {
  await open('forbidden')
  await pass(55 * SECOND)
  expect(await told()).toEqual([])
  await pass(5 * SECOND)
  await pass(3 * HOUR)
  await close('forbidden')
  await pass(10 * MINUTE)
  expect(await told()).toEqual([
    { at: '10:01:00', channel: 'email', what: 'Gong refuses transcripts' },
    { at: '10:01:00', channel: 'webhook', what: 'issue.opened forbidden' },
    { at: '13:02:00', channel: 'email', what: 'Solved: Gong refuses transcripts' },
    { at: '13:02:00', channel: 'webhook', what: 'issue.closed forbidden' },
  ])
})

test('what opens and closes within the minute tells nobody', async () => {
  await open('forbidden')
  await pass(55 * SECOND)
  await close('forbidden')
  await pass(2 * HOUR)
  expect(await told()).toEqual([])
})

test('an issue that stays open for days is not told again', async () => {
  await open('needs_reconnect')
  await pass(MINUTE)
  for (let day = 0; day < 3; day++) {
    await open('needs_reconnect') // seen again
    now = new Date(now.getTime() + 24 * HOUR)
    await gather()
  }
  expect(await mails()).toEqual(['10:01:00 Gong no longer accepts our access'])
})

test('what opens within the same minute is told in one mail, and apart by webhook', async () => {
  await open('forbidden')
  await pass(40 * SECOND)
  await open('webhook_subscription_failed', { what: 'gone' })
  await open('missing_scope', { missing: 'api:users:read' })
  await pass(10 * MINUTE)
  expect(await mails()).toEqual(['10:01:40 Gong: 3 problems'])
  expect((await told('webhook')).map(({ what }) => what)).toEqual([
    'issue.opened forbidden',
    'issue.opened missing_scope',
    'issue.opened webhook_subscription_failed',
  ])
})

test('a stream of new issues does not put off the first one for ever', async () => {
  const codes = ['forbidden', 'missing_scope', 'wrong_company', 'insecure_host', 'events_silent'] as const
  for (const code of codes) {
    await open(code)
    await pass(45 * SECOND)
  }
  await pass(10 * MINUTE)
  expect(await mails()).toEqual([
    '10:02:00 Gong: 2 problems',
    '10:03:30 Gong: 2 problems',
    '10:04:00 Gong announces no calls',
  ])
})

test('an issue that comes and goes is told, then its first end, and within the hour nothing more', async () => {
  for (let round = 0; round < 10; round++) {
    await open('forbidden')
    await pass(2 * MINUTE)
    await close('forbidden')
    await pass(2 * MINUTE)
  }
  expect(await mails()).toEqual([
    '10:01:00 Gong refuses transcripts',
    '10:03:00 Solved: Gong refuses transcripts',
  ])
})

test('what is open again when the hour is over is told again', async () => {
  await open('forbidden')
  await pass(2 * MINUTE)
  await close('forbidden')
  await pass(2 * MINUTE)
  await open('forbidden')
  await pass(2 * HOUR)
  expect(await mails()).toEqual([
    '10:01:00 Gong refuses transcripts',
    '10:03:00 Solved: Gong refuses transcripts',
    '11:01:00 Gong refuses transcripts',
  ])
})

test('an end that does not last a minute is no end', async () => {
  await open('forbidden')
  await pass(2 * MINUTE)
  await close('forbidden')
  await pass(30 * SECOND)
  await open('forbidden')
  await pass(3 * HOUR)
  expect(await mails()).toEqual(['10:01:00 Gong refuses transcripts'])
  await close('forbidden')
  await pass(MINUTE)
  expect(await mails()).toHaveLength(2)
})

describe('which issues are worth it', () => {
  test.each(['rate_limit', 'daily_quota', 'gong_unavailable'] as const)(
    '%s, on which nobody can act, only when it lasts',
    async (code) => {
      await open(code)
      await pass(29 * MINUTE)
      expect(await told()).toEqual([])
      await pass(2 * MINUTE)
      expect(await told('webhook')).toMatchObject([{ what: `issue.opened ${code}` }])
    },
  )

  test('odd records never: the page shows them', async () => {
    await open('odd_records')
    await pass(5 * HOUR)
    expect(await told()).toEqual([])
  })
})

describe('while there is no way to tell', () => {
  test('nothing is made, and what is still open is told as soon as there is one', async () => {
    await database.pool.query(`update alert_setting set webhook_url_sealed = null`)
    await open('forbidden')
    await open('missing_scope')
    await pass(2 * MINUTE, null)
    await close('missing_scope')
    await pass(2 * MINUTE, null)
    expect(await told()).toEqual([])
    await pass(5 * SECOND)
    expect(await told()).toMatchObject([{ channel: 'email', what: 'Gong refuses transcripts' }])
  })

  test('an end that is a day old is no news', async () => {
    await open('forbidden')
    await pass(2 * MINUTE)
    await database.pool.query(`update alert_setting set webhook_url_sealed = null, email = false`)
    await close('forbidden')
    now = new Date(now.getTime() + 25 * HOUR)
    await gather()
    await database.pool.query(`update alert_setting set email = true`)
    await pass(MINUTE)
    expect(await mails()).toEqual(['10:01:00 Gong refuses transcripts'])
    await open('forbidden')
    await pass(MINUTE)
    expect(await mails()).toHaveLength(2)
  })
})

test('an issue whose closed row is no longer kept can be told again', async () => {
  await open('forbidden')
  await pass(MINUTE)
  await close('forbidden')
  await database.pool.query('delete from issue')
  await pass(2 * HOUR)
  await open('forbidden')
  await pass(MINUTE)
  expect((await mails()).map((mail) => mail.slice(9))).toEqual([
    'Gong refuses transcripts',
    'Gong refuses transcripts',
  ])
})

test('what ends because Gong was disconnected is not told as seen working', async () => {
  await open('forbidden')
  await pass(MINUTE)
  await database.pool.query(`update connection set disconnected_at = $1`, [now])
  await close('forbidden')
  await pass(MINUTE)
  const { rows } = await database.pool.query<{ body: string }>('select body from alert order by id')
  expect(rows.map(({ body }) => body)).toEqual([
    expect.stringContaining('Gong refuses transcripts'),
    expect.stringContaining('"issue.opened"'),
    expect.stringContaining('Gong was disconnected, so this no longer counts.'),
    expect.stringContaining('"ended":"disconnected"'),
  ])
})

test('that the owner has left is told once, and not that there is an owner again', async () => {
  await database.pool.query(`delete from member where user_id = 'anna'`)
  await gather()
  await pass(HOUR)
  expect(await told()).toMatchObject([
    { channel: 'email', what: 'Nobody owns the connection with Gong' },
    { channel: 'webhook', what: 'connection.owner_left ' },
  ])
  await database.pool.query(`update connection set owner_user_id = 'ben'`)
  await pass(HOUR)
  expect(await told()).toHaveLength(2)
})

test('another workspace hears nothing', async () => {
  await open('forbidden')
  await pass(MINUTE)
  const { rows } = await database.pool.query('select distinct workspace_id from alert')
  expect(rows).toEqual([{ workspace_id: WORKSPACE }])
})

test('a mail holds the fix and one line for each thing that Gong said, and no address of another program', async () => {
  await open('webhook_subscription_failed', {
    conflictUrl: 'https://other.example/hook/their-secret',
    conflictId: '77',
    problem: 'see https://other.example/hook/their-secret',
  })
  await open('signature_rejected')
  await open('missing_scope', { missing: 'api:users:read\r\nBcc: x@evil.example\r\n\r\nSOLVED: everything' })
  await pass(MINUTE)
  const { rows } = await database.pool.query<{ body: string }>('select body from alert order by id')
  const [mail, ...events] = rows.map(({ body }) => body)
  expect(mail).toContain('Press Resubscribe to try again')
  expect(mail).toContain('https://ff.example/admin/health')
  expect(mail).not.toMatch(/^(Bcc|SOLVED)/m)
  expect(events).toHaveLength(3)
  expect(rows.map(({ body }) => body).join()).not.toContain('their-secret')
})
