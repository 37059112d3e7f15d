import { expect, test } from 'vitest'
import type { Viewer } from '../../src/accounts/viewer.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startMortals, type End, type MortalOrders, type Mortals } from '../support/mortal.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/**
 * A process of its own is killed (SIGKILL) before each statement and each request to Gong of connecting and of renewing, a
 * run for each. The next start, of the whole product, is connected or says what to do; never a green half state.
 */

async function start(): Promise<TestApp> {
  // A wide allowance: what is tested here is not the pace.
  const product = await startApp({ writer: quickWriter, env: { GONG_RATE_PER_SECOND: '1000' } })
  await product.gong.faults({ ratePerSecond: 1000, webhookRetries: 0 })
  return product
}

/** While the product is down, a process does this and is killed before its nth step. Then the product starts again. */
async function killedAt(
  dieAt: number,
  what: MortalOrders['what'],
  product: TestApp,
  mortals: Mortals,
  { hoursLater = 0 } = {},
): Promise<End> {
  const { config, database, gong, clock } = product
  const ends: End[] = []
  await product.restart(async () => {
    clock.move(hoursLater * 3_600_000)
    const end = await mortals.run({
      databaseUrl: database.url,
      secretKey: config.secretKey ?? '',
      publicUrl: config.publicUrl,
      simulatorUrl: gong.url,
      gong: config.gong,
      reconcile: config.reconcile,
      aheadMs: clock.now().getTime() - Date.now(),
      what,
      dieAt,
    })
    ends.push(end)
    // The leases of a killed process end with time, which a test can't move in the database.
    await database.pool.query(
      'update connection set refresh_lease_until = null, subscription_lease_until = null',
    )
  })
  return ends[0]!
}

/** The steps that a run without an end went through: each of them was one that a run before had died at. */
function expectSteps({ said }: End, ...expected: RegExp[]): void {
  for (const step of expected) expect(said).toContainEqual(expect.stringMatching(step))
}

async function forgetConnection({ database }: TestApp): Promise<void> {
  await until('the former connection to be forgotten', () =>
    database.pool.query('delete from connection').then(
      () => true,
      (error: unknown) => {
        // Its jobs still run: the database lets one of the two go first.
        if (error instanceof Error && 'code' in error && error.code === '40P01') return false
        throw error
      },
    ),
  )
}

async function announcedCall(product: TestApp): Promise<void> {
  const id = await product.gong.finishCall()
  await until('the call to be announced', async () => {
    const { rows } = await product.database.pool.query('select 1 from delivery where gong_call_id = $1', [id])
    return rows.length === 1
  })
}

async function viewerOf(product: TestApp): Promise<Viewer> {
  const { rows } = await product.database.pool.query<{ id: string; key: string }>(
    'select user_id as id, id as key from api_key limit 1',
  )
  return {
    workspaceId: product.workspaceId,
    userId: rows[0]!.id,
    name: 'Anna Berg',
    email: product.owner.email,
    role: 'owner',
    via: 'key',
    credentialId: rows[0]!.key,
  }
}

test('killed before any step of connecting', { timeout: 900_000, retry: 0 }, async () => {
  await using product = await start()
  await using mortals = await startMortals()
  const viewer = await viewerOf(product)
  const found = new Set<string>()
  for (let dieAt = 1; ; dieAt++) {
    await forgetConnection(product)
    await product.gong.reset({ connections: true })
    await product.gong.faults({ ratePerSecond: 1000, webhookRetries: 0 })
    const begun = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
    const back = await product.gong.consent(begun.url)
    const answer = { state: back.searchParams.get('state')!, code: back.searchParams.get('code')! }
    const end = await killedAt(dieAt, { act: 'connect', answer, viewer }, product, mortals)
    const at = end.said.at(-1)?.slice(0, 120)
    if (!end.isKilled) {
      expect(at).toBe('ended: connected')
      expectSteps(end, /delete from oauth_state/, /POST \/oauth2\/generate-customer-token/, /begin/, /commit/)
      expectSteps(end, /token_version = token_version \+ 1/, /POST \/v2\/webhooks\/subscriptions/)
      expectSteps(end, /update webhook_key set secret_sealed/, /set delivery = 'subscription'/)
      break
    }
    const now = await product.connection()
    if (now.status === 'not_connected') {
      // Nothing claims to be there. The page that was left says how its try ended, and Connect works.
      expect([at, now]).toMatchObject([at, { connectedAt: null, subscription: null, issues: [] }])
      const again = await product.ask('GET', back.pathname + back.search)
      const outcome = again.headers.get('location')?.replace(/.*=/, '') ?? ''
      found.add(`not connected, then ${outcome}`)
      if (outcome !== 'connected') expect([at, await product.connect()]).toEqual([at, 'connected'])
    } else {
      found.add(`connected, delivery ${now.delivery}`)
      expect([at, now.status, now.issues]).toEqual([at, 'connected', []])
      // What is said of the subscription is true: it delivers, or is not claimed.
      if (now.delivery === 'subscription') await announcedCall(product)
      else expect([at, now.subscription]).toEqual([at, null])
      product.clock.move(2 * 60_000)
    }
    const healed = await until(`the subscription after "${at}"`, async () => {
      const status = await product.connection()
      return status.delivery === 'subscription' && status
    })
    expect([at, healed.status, healed.issues]).toEqual([at, 'connected', []])
    expect(product.gong.control.company().state.subscriptions).toHaveLength(1)
    await announcedCall(product)
  }
  expect([...found].sort()).toEqual([
    'connected, delivery poll',
    'connected, delivery subscription',
    'not connected, then connected',
    'not connected, then expired',
  ])
})

test('killed before any step of a renewal', { timeout: 900_000, retry: 0 }, async () => {
  await using product = await start()
  await using mortals = await startMortals()
  await product.connect()
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  const connectionId = rows[0]!.id
  let lost = 0
  for (let dieAt = 1; ; dieAt++) {
    const before = (await product.connection()).listReadAt ?? ''
    const end = await killedAt(dieAt, { act: 'renew', connectionId }, product, mortals, { hoursLater: 25 })
    const at = end.said.at(-1)?.slice(0, 120)
    if (!end.isKilled) {
      expect(at).toBe('ended: renewed')
      expectSteps(end, /set refresh_lease_holder = \$1/, /POST \/oauth2\/generate-customer-token/)
      expectSteps(end, /set previous_access_token_sealed/, /set refresh_lease_holder = null/)
      break
    }
    // Killed with Gong's answer in hand and not yet stored: Gong has used up the refresh token.
    const isLost = at?.includes('set previous_access_token_sealed') === true
    const now = await until(`a comparison, or what to do, after "${at}"`, async () => {
      const status = await product.connection()
      return (isLost ? status.status === 'needs_reconnect' : (status.listReadAt ?? '') > before) && status
    })
    if (!isLost) {
      expect([at, now.status, now.issues]).toEqual([at, 'connected', []])
      continue
    }
    lost++
    expect([at, now]).toMatchObject([at, { issues: [{ code: 'needs_reconnect', turn: 'admin' }] }])
    expect(await product.connect()).toBe('connected')
    expect((await product.connection()).status).toBe('connected')
  }
  // Between Gong's answer and its storing there is one statement, and no more.
  expect(lost).toBe(1)
})
