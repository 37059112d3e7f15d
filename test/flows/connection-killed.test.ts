import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Viewer } from '../../src/accounts/viewer.ts'
import type { Clock } from '../../src/clock.ts'
import { checkSubscription } from '../../src/connections/check-subscription.ts'
import { beginConnect, finishConnect, type ConnectDeps } from '../../src/connections/connect.ts'
import { createTokens } from '../../src/connections/tokens.ts'
import type { Db } from '../../src/db/db.ts'
import { createAllowance } from '../../src/gong/allowance/allowance.ts'
import { createGong } from '../../src/gong/client.ts'
import { noteHistory, readHistory } from '../../src/ingest/history.ts'
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts'
import { createSecrets } from '../../src/secrets.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Killed, mortal } from '../support/mortal.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** Killed between every two statements: the next start is connected, or says what to do; never a green half state. */

const log = pino({ level: 'silent' })

function partsOf(product: TestApp, jobs: Jobs, db: Db, clock: Clock, ask: typeof fetch): ConnectDeps {
  const { gong: config, publicUrl } = product.config
  const secrets = createSecrets(product.config.secretKey ?? '')
  // A wide allowance: what is tested here is not the pace.
  const allowance = createAllowance({ db, rate: { perSecond: 1000, perDay: 100_000 }, log })
  const gong = createGong({ config, allowance, clock, log, fetch: ask })
  const simulatorUrl = product.gong.url
  const tokens = createTokens({ db, secrets, config, simulatorUrl, gong, clock })
  const redirectUri = `${publicUrl}/api/integrations/gong/callback`
  const parts = { db, clock, jobs, gong, tokens, secrets, config, publicUrl, redirectUri, simulatorUrl }
  const beforeConnecting: ConnectDeps['beforeConnecting'] = async (session) => {
    const historyParts = { gong, clock, reconcile: product.config.reconcile }
    const history = await readHistory(session, historyParts)
    return (tx, connection) => noteHistory(tx, connection, history, historyParts)
  }
  return { ...parts, beforeConnecting }
}

async function startWebOnly() {
  const product = await startApp({ writer: quickWriter, roles: { web: true, worker: false } })
  await product.gong.faults({ ratePerSecond: 1000, webhookRetries: 0 })
  const jobs = createJobs({ client: { connectionString: product.database.url }, log })
  await jobs.start()
  const { rows } = await product.database.pool.query<{ id: string; key: string }>(
    'select user_id as id, id as key from api_key limit 1',
  )
  const viewer: Viewer = {
    workspaceId: product.workspaceId,
    userId: rows[0]!.id,
    name: 'Anna Berg',
    email: product.owner.email,
    role: 'owner',
    via: 'key',
    credentialId: rows[0]!.key,
  }
  const alive = partsOf(product, jobs, product.database.db, product.clock, fetch)
  return {
    product,
    jobs,
    viewer,
    alive,
    async [Symbol.asyncDispose]() {
      await jobs.stop(1000)
      await product[Symbol.asyncDispose]()
    },
  }
}

/** The leases of a killed process end with time, which a test can't move in the database. */
const passLeases = (product: TestApp) =>
  product.database.pool.query(
    'update connection set refresh_lease_until = null, subscription_lease_until = null',
  )

async function connectionId(product: TestApp): Promise<string | undefined> {
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  return rows[0]?.id
}

test('killed at any statement of connecting', { timeout: 240_000 }, async () => {
  await using started = await startWebOnly()
  const { product, jobs, viewer, alive } = started
  let points = 0
  let connectedAfter = 0
  for (let dieAt = 1; ; dieAt++) {
    await product.database.pool.query('delete from connection')
    await product.gong.reset({ connections: true })
    await product.gong.faults({ ratePerSecond: 1000, webhookRetries: 0 })
    const { url } = await beginConnect(viewer, alive)
    const back = await product.gong.consent(url)
    const answer = { state: back.searchParams.get('state')!, code: back.searchParams.get('code')! }
    const victim = mortal(product.database.url, dieAt)
    const parts = partsOf(product, jobs, victim.db, product.clock, victim.fetch)
    const end = await finishConnect(answer, { browserSecret: null, keyViewer: viewer }, parts).catch(
      (error: unknown) => error,
    )
    await victim.bury()
    if (!victim.isDead()) {
      expect(end).toBe('connected')
      break
    }
    points++
    await passLeases(product)
    const status = await product.connection()
    if (status.status === 'not_connected') {
      // The page offers Connect; what was entered is kept, and connecting works.
      expect(status).toMatchObject({ connectedAt: null, subscription: null })
      expect(await product.connect()).toBe('connected')
    } else {
      connectedAfter++
      // What the sweep does a minute later.
      product.clock.move(2 * 60_000)
      await checkSubscription((await connectionId(product))!, alive)
    }
    const healed = await product.connection()
    expect([dieAt, healed.status, healed.delivery, healed.issues]).toEqual([
      dieAt,
      'connected',
      'subscription',
      [],
    ])
    expect(product.gong.control.company().state.subscriptions).toHaveLength(1)
    const before = healed.lastEventAt
    await product.gong.finishCall()
    await until(
      'a genuine delivery to be accepted',
      async () => (await product.connection()).lastEventAt !== before,
    )
  }
  expect(points).toBeGreaterThan(15)
  expect(connectedAfter).toBeGreaterThan(3)
})

test('killed at any statement of a renewal', { timeout: 120_000 }, async () => {
  await using started = await startWebOnly()
  const { product, jobs, alive } = started
  await product.connect()
  const id = (await connectionId(product))!
  let points = 0
  let lost = 0
  for (let dieAt = 1; ; dieAt++) {
    product.clock.move(25 * 3_600_000)
    const victim = mortal(product.database.url, dieAt)
    const parts = partsOf(product, jobs, victim.db, product.clock, victim.fetch)
    const end = await parts.tokens.current(id).catch((error: unknown) => error)
    await victim.bury()
    if (!victim.isDead()) {
      expect(typeof end).toBe('string')
      break
    }
    expect(end).toBeInstanceOf(Killed)
    points++
    await passLeases(product)
    const next = await alive.tokens.current(id).catch((error: unknown) => error)
    if (typeof next === 'string') {
      expect((await product.connection()).status).toBe('connected')
      continue
    }
    // Gong used up the refresh token, and its answer died with the process: said, with the way on.
    lost++
    expect(next).toMatchObject({ kind: 'needs_reconnect' })
    expect(await product.connection()).toMatchObject({
      status: 'needs_reconnect',
      issues: [{ code: 'needs_reconnect', turn: 'admin' }],
    })
    expect(await product.connect()).toBe('connected')
    expect((await product.connection()).status).toBe('connected')
  }
  expect(points).toBeGreaterThan(5)
  // Between Gong's answer and its storing there is one statement, and no more.
  expect(lost).toBeLessThanOrEqual(1)
})
