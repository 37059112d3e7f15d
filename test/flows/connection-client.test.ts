import { expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { asked, issueClosed, issueOpen, pass } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** The OAuth client of a connection that lives: changed, taken away, refused. */

const setClient = (product: TestApp, clientId: string, gong = 'simulator') =>
  product.api('PUT', '/api/integrations/gong/client', { clientId, clientSecret: 'secret', gong })

/** The client in use and the one that waits. */
const clientIds = async (product: TestApp): Promise<(string | null)[]> =>
  (
    await product.database.pool.query<{ client: string | null; pending: string | null }>(
      'select client_id as client, pending_client_id as pending from connection',
    )
  ).rows.flatMap(({ client, pending }) => [client, pending])

test('another client waits until a reconnect with it succeeded; until then the living tokens are renewed with theirs', async () => {
  await using product = await startApp({ changesClient: true, writer: quickWriter })
  await setClient(product, 'sim-first')
  await product.connect()
  await setClient(product, 'sim-first.two')
  expect((await product.connection()).client).toEqual({
    clientId: 'sim-first.two',
    from: 'workspace',
    waits: true,
  })

  await pass(product, 25 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await product.connection()).toMatchObject({ status: 'connected', issues: [] })
  expect(await product.connect({ deny: true })).toBe('denied')
  expect(await clientIds(product)).toEqual(['sim-first', 'sim-first.two'])

  expect(await product.connect()).toBe('connected')
  expect(await clientIds(product)).toEqual(['sim-first.two', null])
  expect((await product.connection()).client).toMatchObject({ clientId: 'sim-first.two', waits: false })
  await pass(product, 25 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await product.connection()).toMatchObject({ status: 'connected', issues: [] })
})

test('a round trip ends with the client that it began with, whatever was entered meanwhile', async () => {
  await using product = await startApp({
    changesClient: true,
    writer: quickWriter,
    roles: { web: true, worker: false },
  })
  await setClient(product, 'sim-first')
  await product.connect()
  const { url } = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
  const back = await product.gong.consent(url)
  await setClient(product, 'sim-first.two')
  const answer = await product.ask('GET', back.pathname + back.search)
  expect(answer.headers.get('location')).toContain('outcome=connected')
  expect(await clientIds(product)).toEqual(['sim-first', 'sim-first.two'])
})

test('the same client with another secret takes its place at once: Gong has changed it', async () => {
  await using product = await startApp({
    changesClient: true,
    writer: quickWriter,
    roles: { web: true, worker: false },
  })
  await setClient(product, 'sim-first')
  await product.connect()
  const sealed = async () =>
    (
      await product.database.pool.query<{ sealed: string }>(
        'select client_secret_sealed as sealed from connection',
      )
    ).rows[0]!.sealed
  const before = await sealed()
  await setClient(product, 'sim-first')
  expect(await sealed()).not.toBe(before)
  expect(await clientIds(product)).toEqual(['sim-first', null])
})

test('a client that Gong refuses at renewal is tried once a minute, and not with each batch of calls', async () => {
  await using product = await startApp({ changesClient: true, writer: quickWriter })
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await product.gong.faults({ unapprovedClient: true })
  product.clock.move(25 * 3_600_000)
  const before = renewals(product)
  for (let batch = 0; batch < 4; batch++) {
    const id = await product.gong.finishCall()
    await putOff(product, id)
  }
  await issueOpen(product, 'unauthorized_client')
  expect(renewals(product) - before).toBe(1)

  await product.gong.faults({ unapprovedClient: false })
  await pass(product, 2)
  await until('all to be drafted', async () => {
    await pass(product, 1)
    return (await product.calls()).every((call) => call.state === 'drafted')
  })
  await issueClosed(product, 'unauthorized_client')
})

const renewals = (product: TestApp): number => asked(product, '/oauth2/generate-customer-token').length

/** Waits until the call was asked for in vain. */
function putOff(product: TestApp, gongCallId: string): Promise<unknown> {
  return until(`call ${gongCallId} to be asked for in vain`, async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === gongCallId)
    return call?.nextTryAt != null && new Date(call.nextTryAt) > product.clock.now()
  })
}

test('the server’s client is taken out of its settings: said with what to do, calls are held, and a reconnect goes on', async () => {
  const client = { GONG_CLIENT_ID: 'sim-server', GONG_CLIENT_SECRET: 'secret' }
  await using product = await startApp({ changesClient: true, writer: quickWriter, env: client })
  await product.connect()
  await product.callIn(await product.gong.finishCall(), 'drafted')
  await product.restart(async () => {
    product.config.gong.client = undefined
  })

  await pass(product, 13 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await issueOpen(product, 'needs_reconnect')).toMatchObject({
    turn: 'admin',
    message: expect.stringMatching(/was removed from its settings.* ends at \d{4}/),
    fix: expect.stringContaining('GONG_CLIENT_ID'),
  })
  await pass(product, 12 * 60)
  const late = await product.gong.finishCall()
  expect(await product.callIn(late, 'held')).toMatchObject({ reason: 'needs_reconnect' })
  expect((await product.connection()).status).toBe('needs_reconnect')
  const { rows } = await product.database.pool.query<{ count: number }>(
    `select count(*)::int as count from jobs.job where retry_count > 0 or state = 'failed'`,
  )
  expect(rows).toEqual([{ count: 0 }])

  await setClient(product, 'sim-server.two', 'real')
  expect(await product.connect()).toBe('connected')
  await product.callIn(late, 'drafted')
  await issueClosed(product, 'needs_reconnect')
})

test('a renewal that comes back for another company is refused like a reconnect to one, and nothing is asked there', async () => {
  await using product = await startApp({ changesClient: true, writer: quickWriter })
  await product.connect()
  const { company } = await product.connection()
  await product.gong.faults({ apiBaseUrl: 'https://us-2.api.gong.io' })
  await pass(product, 13 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await issueOpen(product, 'wrong_company')).toMatchObject({
    turn: 'admin',
    message: expect.stringMatching(/renewal .*us-2\.api\.gong\.io instead of/),
  })
  const { rows } = await product.database.pool.query<{ host: string }>(
    'select api_base_url as host from connection',
  )
  expect(rows).toEqual([{ host: product.gong.url }])
  expect((await product.connection()).company).toBe(company)

  await product.gong.faults({ apiBaseUrl: null })
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'wrong_company')
})
