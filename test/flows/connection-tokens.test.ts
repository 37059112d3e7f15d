import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { issueClosed, issueOpen, pass } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import type { NeederOrders } from '../support/token-needer.ts'

const ROUNDS = 20
const PROCESSES = 3
const NEEDS = 40

async function connectionId(product: TestApp): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  return rows[0]!.id
}

function startNeeder(orders: NeederOrders) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../support/token-needer.ts'), JSON.stringify(orders)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    line: async (): Promise<string> => (await lines.next()).value ?? '',
    round: (at: Date) => child.stdin.write(`${at.getTime()}\n`),
    async stop(): Promise<void> {
      const exited = once(child, 'exit')
      child.stdin.end()
      await exited
    },
  }
}

test(
  `${PROCESSES} processes with ${NEEDS} concurrent needs at expiry, ${ROUNDS} rounds: ${ROUNDS} refreshes, none refused`,
  { timeout: 180_000 },
  async () => {
    await using product = await startApp({ writer: quickWriter, roles: { web: true, worker: false } })
    await product.connect()
    const id = await connectionId(product)
    const orders: NeederOrders = {
      databaseUrl: product.database.url,
      gongUrl: product.gong.url,
      secretKey: product.config.secretKey ?? '',
      connectionId: id,
      needs: NEEDS,
    }
    const needers = Array.from({ length: PROCESSES }, () => startNeeder(orders))
    try {
      for (const needer of needers) expect(await needer.line()).toBe('ready')
      const before = tokenRequests(product).length
      for (let round = 1; round <= ROUNDS; round++) {
        const { rows } = await product.database.pool.query<{ at: Date }>(
          'select access_expires_at as at from connection',
        )
        const expired = new Date(rows[0]!.at.getTime() + 1000)
        for (const needer of needers) needer.round(expired)
        for (const needer of needers)
          expect(JSON.parse(await needer.line())).toEqual({ failed: 0, distinct: 1 })
        expect(tokenRequests(product).length - before).toBe(round)
      }
      expect(tokenRequests(product).every((request) => request.status === 200)).toBe(true)
    } finally {
      for (const needer of needers) await needer.stop()
    }
  },
)

function tokenRequests(product: TestApp) {
  return product.gong
    .requests()
    .requests.filter((request) => request.path === '/oauth2/generate-customer-token')
}

test('the answer to a renewal is lost: work goes on while the access token lives, and what to do is said', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ loseRefreshAnswer: true })
  await pass(product, 13 * 60)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await issueOpen(product, 'gong_unavailable')).toMatchObject({ details: { capability: 'token' } })
  await product.gong.faults({ loseRefreshAnswer: false })
  await pass(product, 2)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  const issue = await issueOpen(product, 'needs_reconnect')
  expect(issue.message).toContain('lost on its way')
  await product.connect()
  await issueClosed(product, 'needs_reconnect')
})

test('the pair before is kept sealed until the new one was seen to work', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const previous = async () =>
    (
      await product.database.pool.query<{ kept: boolean }>(
        'select previous_refresh_token_sealed is not null as kept from connection',
      )
    ).rows[0]!.kept
  await product.gong.faults({ serverErrors: 1 })
  await pass(product, 13 * 60)
  await product.gong.finishCall()
  await issueOpen(product, 'gong_unavailable')
  expect(await previous()).toBe(true)
  await product.gong.faults({ serverErrors: 0 })
  await pass(product, 2)
  await product.callIn(await product.gong.finishCall(), 'drafted')
  expect(await previous()).toBe(false)
})
