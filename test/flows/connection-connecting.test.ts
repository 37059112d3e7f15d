import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { issueClosed, issueOpen } from '../support/issues.ts'

/** What can go wrong while connecting: each is named with its fix and turn, keeps what was entered, and clears. */

test('unauthorized_client on the redirect: Gong’s turn, everything entered is kept, and trying again works', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.api('PUT', '/api/integrations/gong/client', { clientId: 'sim-own', clientSecret: 'secret' })
  await product.gong.faults({ unapprovedClient: true })
  expect(await product.connect()).toBe('unauthorized_client')
  const issue = await issueOpen(product, 'unauthorized_client')
  expect(issue).toMatchObject({ turn: 'gong', message: expect.stringContaining('not activated') })
  expect(issue.fix).toMatch(/customer success manager/)
  expect(await product.connection()).toMatchObject({
    status: 'not_connected',
    client: { clientId: 'sim-own' },
  })

  await product.gong.faults({ unapprovedClient: false })
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'unauthorized_client')
})

test('unauthorized_client from the token endpoint is told in the same way', async () => {
  await using product = await startApp({ writer: quickWriter })
  const { url } = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
  const back = await product.gong.consent(url)
  await product.gong.faults({ unapprovedClient: true })
  const response = await product.ask('GET', back.pathname + back.search)
  expect(response.headers.get('location')).toContain('outcome=unauthorized_client')
  await issueOpen(product, 'unauthorized_client')
  await product.gong.faults({ unapprovedClient: false })
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'unauthorized_client')
})

test('insecure_host: an API address that is not allowed gets no token, and the old connection lives on', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ apiBaseUrl: 'https://us-1.api.gong.io.evil.example' })
  expect(await product.connect()).toBe('insecure_host')
  expect(await issueOpen(product, 'insecure_host')).toMatchObject({
    turn: 'admin',
    fix: expect.stringContaining('GONG_API_HOSTS'),
  })
  await product.gong.faults({ apiBaseUrl: null })
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'insecure_host')
})

test('wrong_company: reconnecting to another company is refused and changes nothing', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const { company } = await product.connection()
  await product.gong.faults({ apiBaseUrl: 'https://us-2.api.gong.io' })
  expect(await product.connect()).toBe('wrong_company')
  const issue = await issueOpen(product, 'wrong_company')
  expect(issue).toMatchObject({ turn: 'admin', message: expect.stringContaining('us-2.api.gong.io') })
  expect(issue.fix).toContain('disconnect first')
  expect(await product.connection()).toMatchObject({ company, status: 'degraded' })
  await product.gong.faults({ apiBaseUrl: null })
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'wrong_company')
})

test('missing_scope: says which feature suffers, and clears when the scope is granted', async () => {
  await using product = await startApp({ writer: quickWriter })
  const without = ['api:calls:read:basic', 'api:calls:read:extensive', 'api:calls:read:transcript']
  expect(await product.connect({ grant: without })).toBe('connected')
  const issue = await issueOpen(product, 'missing_scope')
  expect(issue).toMatchObject({ turn: 'admin', message: expect.stringContaining('api:users:read') })
  expect(issue.message).toContain('see no calls of their team')
  const { scopes, status } = await product.connection()
  expect(status).toBe('degraded')
  expect(scopes.filter((scope) => !scope.granted).map((scope) => scope.scope)).toEqual(['api:users:read'])
  expect(await product.connect()).toBe('connected')
  await issueClosed(product, 'missing_scope')
})

test('Gong is down while connecting: said, and connecting works afterwards', async () => {
  await using product = await startApp({ writer: quickWriter })
  const { url } = await product.api<{ url: string }>('GET', '/api/integrations/gong/connect?as=json')
  const back = await product.gong.consent(url)
  await product.gong.stop()
  const response = await product.ask('GET', back.pathname + back.search)
  expect(response.headers.get('location')).toContain('outcome=gong_unavailable')
  expect(await issueOpen(product, 'gong_unavailable')).toMatchObject({ turn: 'gong' })
  expect((await product.connection()).status).toBe('not_connected')
})

test('the owner hands the connection over; when the owner leaves, the admins are told', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const cleo = await joined(product, 'cleo@lumen.example', 'admin')
  const before = await product.connection()
  expect(before).toMatchObject({ owner: { email: product.owner.email }, ownerLeft: false })
  const after = await product.api('POST', '/api/integrations/gong/owner', { userId: cleo.userId })
  expect(after).toMatchObject({ owner: { email: 'cleo@lumen.example' }, ownerLeft: false })
  await product.ask('DELETE', `/api/members/${cleo.userId}`)
  expect(await product.connection()).toMatchObject({ owner: null, ownerLeft: true, status: 'connected' })
  const stranger = await product.ask('POST', '/api/integrations/gong/owner', {
    body: { userId: cleo.userId },
  })
  expect(stranger.status).toBe(404)
  expect(await product.connect()).toBe('connected')
  expect(await product.connection()).toMatchObject({
    owner: { email: product.owner.email },
    ownerLeft: false,
  })
})

test('disconnecting unsubscribes, forgets the tokens, keeps calls, and connecting again undoes it', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const id = await product.gong.finishCall()
  await product.callIn(id, 'drafted')
  const before = await product.connection()
  await product.api('DELETE', '/api/integrations/gong')
  expect(await product.connection()).toMatchObject({ status: 'not_connected', issues: [] })
  expect(product.gong.control.company().state.subscriptions).toEqual([])
  const { rows } = await product.database.pool.query(
    'select access_token_sealed, refresh_token_sealed from connection',
  )
  expect(rows).toEqual([{ access_token_sealed: null, refresh_token_sealed: null }])
  await product.callIn(id, 'drafted')

  expect(await product.connect()).toBe('connected')
  const after = await product.connection()
  expect(after).toMatchObject({
    status: 'connected',
    delivery: 'subscription',
    webhookUrl: before.webhookUrl,
  })
  await product.callIn(await product.gong.finishCall(), 'drafted')
})

/** A further person of the workspace, by invitation. */
async function joined(
  product: Awaited<ReturnType<typeof startApp>>,
  email: string,
  role: string,
): Promise<{ userId: string }> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    `insert into "user" (id, name, email) values (gen_random_uuid()::text, 'Cleo Ray', $1) returning id`,
    [email],
  )
  const userId = rows[0]!.id
  await product.database.pool.query(
    'insert into member (id, workspace_id, user_id, role) values (gen_random_uuid()::text, $1, $2, $3)',
    [product.workspaceId, userId, role],
  )
  return { userId }
}
