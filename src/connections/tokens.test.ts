import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { movableClock } from '../../test/support/clock.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { json, startFakeServer } from '../../test/support/fake-server.ts'
import { loadConfig } from '../config.ts'
import { createAllowance } from '../gong/allowance/allowance.ts'
import { createGong } from '../gong/client.ts'
import { createSecrets } from '../secrets.ts'
import { readConnection } from './connection.ts'
import { openIssues } from './issues.ts'
import { forgetPreviousTokens, sealTokens } from './stored-tokens.ts'
import { createTokens } from './tokens.ts'

/** How the token endpoint goes on after it has looked at a refresh token that it knows. */
type Behaviour =
  /** A new pair. */
  | 'answers'
  /** The new pair is made, and what comes back is 503. */
  | 'rotates, then 503'
  /** The new pair is made, and the connection breaks. */
  | 'rotates, then breaks'
  /** Nothing is made. */
  | '503'

/**
 * A connection whose access has ended, with the pair `second` stored, and `first` before it: kept, because `second` was
 * never seen to work. Beside a Gong that knows one refresh token, which works once.
 */
async function startTokens({ gongKnows }: { gongKnows: string }) {
  const database = await createTestDatabase()
  const { db } = database
  const clock = movableClock()
  const secrets = createSecrets('root of the test')
  const log = pino({ level: 'silent' })
  const state = { known: gongKnows, behaviour: 'answers' as Behaviour, made: 0 }
  const asked: string[] = []
  const fake = await startFakeServer((request, response) => {
    const token = request.url.searchParams.get('refresh_token') ?? ''
    asked.push(token)
    if (state.behaviour === '503') return json(response, 503, {})
    if (token !== state.known)
      return json(response, 400, {
        error: 'invalid_grant',
        error_description: 'Refresh token code is invalid',
      })
    state.known = `made ${++state.made}`
    if (state.behaviour === 'rotates, then 503') return json(response, 503, {})
    if (state.behaviour === 'rotates, then breaks') return response.destroy()
    return json(response, 200, {
      access_token: `access of ${state.known}`,
      refresh_token: state.known,
      expires_in: 86_400,
    })
  })
  const { gong: config } = loadConfig({ GONG_APP_URL: fake.url })
  const gong = createGong({ config, allowance: createAllowance({ db, rate: config.rate, log }), clock, log })
  const deps = { db, secrets, config, simulatorUrl: null, gong, clock }

  const pair = (name: string) => {
    const tokens = { accessToken: `access of ${name}`, refreshToken: name, expiresInS: 1 }
    return sealTokens({ ...tokens, scopes: null, apiBaseUrl: null }, secrets, clock.now())
  }
  const [before, present] = [pair('first'), pair('second')]
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`
    insert into connection (id, workspace_id, gong, app_url, client_id, client_secret_sealed, connected_at,
      access_token_sealed, refresh_token_sealed, previous_access_token_sealed, previous_refresh_token_sealed,
      access_obtained_at, access_expires_at)
    values ('c', 'w', 'real', ${fake.url}, 'client', ${secrets.seal('secret', 'connection.client_secret_sealed')},
      ${clock.now()}, ${present.access}, ${present.refresh}, ${before.access}, ${before.refresh},
      ${present.obtainedAt}, ${present.expiresAt})`.execute(db)
  clock.move(60_000)

  return {
    asked,
    /** What a part that asks Gong gets: a token, or why there is none. A fresh process each time. */
    need: () =>
      createTokens(deps)
        .current('c')
        .catch((error: unknown) => (error instanceof Error && 'kind' in error ? error.kind : error)),
    gong: (behaviour: Behaviour) => (state.behaviour = behaviour),
    minutes: (count: number) => clock.move(count * 60_000 + 1),
    issues: () => openIssues('w', db),
    seenToWork: async () => forgetPreviousTokens((await readConnection('c', db))!, db),
    async previous() {
      const sealed = (await readConnection('c', db))!.previousRefreshTokenSealed
      return sealed && secrets.unseal(sealed, 'connection.refresh_token_sealed')
    },
    async [Symbol.asyncDispose]() {
      await fake[Symbol.asyncDispose]()
      await database.drop()
    },
  }
}

test('Gong lost the pair that it had answered: the pair before, which was kept, renews the access', async () => {
  await using connection = await startTokens({ gongKnows: 'first' })
  expect(await connection.need()).toBe('access of made 1')
  expect(connection.asked).toEqual(['second', 'first'])
  expect(await connection.issues()).toEqual([])
  expect(await connection.need()).toBe('access of made 1')
  expect(connection.asked).toHaveLength(2)
})

test('once the present pair was seen to work, the pair before is forgotten and never tried', async () => {
  await using connection = await startTokens({ gongKnows: 'first' })
  await connection.seenToWork()
  expect(await connection.previous()).toBeNull()
  expect(await connection.need()).toBe('needs_reconnect')
  expect(connection.asked).toEqual(['second'])
})

test('a new pair is stored with the former one beside it, until it is seen to work', async () => {
  await using connection = await startTokens({ gongKnows: 'second' })
  expect(await connection.need()).toBe('access of made 1')
  expect(await connection.previous()).toBe('second')
  await connection.seenToWork()
  expect(await connection.previous()).toBeNull()
})

for (const behaviour of ['rotates, then 503', 'rotates, then breaks'] as const) {
  test(`Gong ${behaviour}: said as unclear, asked again after a minute, then what to do and why`, async () => {
    await using connection = await startTokens({ gongKnows: 'second' })
    connection.gong(behaviour)
    expect(await connection.need()).toBe('unavailable')
    expect(await connection.issues()).toMatchObject([{ code: 'gong_unavailable', turn: 'gong' }])
    expect(await connection.need()).toBe('unavailable')
    expect(connection.asked).toEqual(['second'])

    connection.gong('answers')
    connection.minutes(1)
    expect(await connection.need()).toBe('needs_reconnect')
    expect(connection.asked).toEqual(['second', 'second', 'first'])
    const issue = (await connection.issues()).find((each) => each.code === 'needs_reconnect')
    expect(issue).toMatchObject({ turn: 'admin', message: expect.stringContaining('lost on its way') })
  })
}

test('the pair before is refused by a fault of Gong’s: unclear, not refused, and tried again when Gong is well', async () => {
  await using connection = await startTokens({ gongKnows: 'first' })
  connection.gong('503')
  expect(await connection.need()).toBe('unavailable')
  connection.minutes(1)
  connection.gong('answers')
  expect(await connection.need()).toBe('access of made 1')
  expect(connection.asked).toEqual(['second', 'second', 'first'])
  expect(await connection.issues()).toEqual([])
})

test('the answer to the try with the pair before is lost too: said so, and nothing green remains', async () => {
  await using connection = await startTokens({ gongKnows: 'first' })
  connection.gong('rotates, then breaks')
  expect(await connection.need()).toBe('unavailable')
  expect(connection.asked).toEqual(['second', 'first'])
  expect(await connection.issues()).toMatchObject([{ code: 'gong_unavailable' }])
  connection.minutes(1)
  connection.gong('answers')
  expect(await connection.need()).toBe('needs_reconnect')
  expect(connection.asked).toEqual(['second', 'first', 'second', 'first'])
})
