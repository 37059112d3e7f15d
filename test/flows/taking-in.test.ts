import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { presentKey, webhookUrl } from '../../src/connections/webhook-keys.ts'
import type { Health } from '../../src/health/health-shapes.ts'
import { createSecrets } from '../../src/secrets.ts'
import { startApp, type TestApp, type TestAppOptions } from '../support/app.ts'
import { analyzed, signedEvent } from '../support/deliveries.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** Connected, with what signs events for it. Gong itself sends none. */
async function startReceiver(options: TestAppOptions = {}) {
  const product = await startApp({ writer: quickWriter, ...options })
  await product.connect()
  await product.gong.faults({ dropWebhooks: 1 })
  const { rows } = await product.database.pool.query<{ id: string }>('select id from connection')
  const connection = { id: rows[0]!.id, workspaceId: product.workspaceId }
  const secrets = createSecrets(product.config.secretKey ?? '')
  const key = (await presentKey(connection, 'subscription', product.database.db, secrets))!
  const send = async (body: unknown, id?: string): Promise<number> =>
    (
      await fetch(webhookUrl(product.url, key), {
        method: 'POST',
        ...signedEvent(key.secret!, body, { at: product.clock.now(), ...(id ? { id } : {}) }),
      })
    ).status
  return { product, key, send }
}

/** As a process leaves them that dies between acknowledging and taking in. */
async function leave(
  { product, key }: Awaited<ReturnType<typeof startReceiver>>,
  ...events: { gongCallId: string; dedupeKey: string }[]
): Promise<void> {
  const deliveries = events.map(({ gongCallId, dedupeKey }) => ({
    id: crypto.randomUUID(),
    dedupe_key: dedupeKey,
    kind: 'call.analyzed',
    gong_call_id: gongCallId,
    is_test: false,
    headers: {},
    body: JSON.stringify(analyzed(gongCallId)),
  }))
  await sql`
    insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, received_at)
    values (${key.workspaceId}, ${key.connectionId}, ${key.id}, 'hmac', ${JSON.stringify(deliveries)},
            ${deliveries.length}, 100, ${product.clock.now()})`.execute(product.database.db)
}

/** The database takes no such row, until that is lifted. */
async function refuse(
  { database: { pool } }: TestApp,
  when: string,
  which: string,
): Promise<{ lift(): Promise<unknown> }> {
  await pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
    create trigger refuse ${when} for each row when (${which}) execute function refuse()`)
  return { lift: () => pool.query('drop function refuse cascade') }
}

const health = (product: TestApp): Promise<Health> => product.api<Health>('GET', '/api/admin/health')

async function deliveriesOf(product: TestApp): Promise<{ dedupe_key: string; repeats: number }[]> {
  const { rows } = await product.database.pool.query<{ dedupe_key: string; repeats: number }>(
    'select dedupe_key, repeats from delivery order by dedupe_key',
  )
  return rows
}

test('a lone delivery is taken in by the time it is acknowledged, so that its repeat is known whichever process it comes to', async () => {
  const { product, send } = await startReceiver({ roles: { web: true, worker: false } })
  await using _ = product
  for (const id of ['1', '2', '3']) {
    expect(await send(analyzed(id), `msg_${id}`)).toBe(202)
    expect((await deliveriesOf(product)).at(-1)).toEqual({ dedupe_key: `id:msg_${id}`, repeats: 0 })
  }
})

test('where taking in stands still, deliveries are acknowledged all the same, and taken in when it goes on', async () => {
  const { product, send } = await startReceiver()
  await using _ = product
  const ids = await product.gong.finishCalls({ count: 3 })
  await product.database.db.transaction().execute(async (tx) => {
    await sql`lock table delivery in exclusive mode`.execute(tx)
    for (const id of ids) expect(await send(analyzed(id), `msg_${id}`)).toBe(202)
    expect(await send(analyzed(ids[0]!), `msg_${ids[0]}`)).toBe(200)
    expect((await health(product)).received).toMatchObject({ accepted: 0, waiting: { count: 4 } })
  })
  for (const id of ids) await product.callIn(id, 'drafted')
  expect((await health(product)).received).toMatchObject({ accepted: 3, duplicates: { count: 1 } })
})

test('in a storm deliveries are acknowledged before they are taken in', async () => {
  const { product, send } = await startReceiver({ roles: { web: true, worker: false } })
  await using _ = product
  const { pool } = product.database
  await pool.query(`
    create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.002); return new; end $$;
    create trigger slow before insert on delivery for each row execute function slow()`)
  let acknowledged = 0
  const seen = new AbortController()
  const senders = Array.from({ length: 60 }, async (_none, sender) => {
    for (let n = 0; !seen.signal.aborted; n += 1) {
      expect(await send(analyzed(String(sender * 1_000_000 + n)))).toBe(202)
      acknowledged += 1
    }
  })
  try {
    await until('more to be acknowledged than taken in', async () => {
      const before = acknowledged
      const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from delivery')
      return before > rows[0]!.count
    })
  } finally {
    seen.abort()
  }
  await Promise.all(senders)
  await until('all to be taken in', async () => (await deliveriesOf(product)).length === acknowledged)
})

test('what follows deliveries holds up no taking in: a wake-up that hangs, or that fails', async () => {
  const { product, send } = await startReceiver({ roles: { web: true, worker: false } })
  await using _ = product
  const takenIn = (key: string) =>
    until('it to be taken in', async () => (await deliveriesOf(product)).at(-1)?.dedupe_key === key)
  await product.database.db.transaction().execute(async (tx) => {
    await sql`lock table jobs.job_common in exclusive mode`.execute(tx)
    for (const id of ['1', '2', '3']) {
      expect(await send(analyzed(id), `msg_${id}`)).toBe(202)
      await takenIn(`id:msg_${id}`)
    }
  })
  await refuse(product, 'before insert or update on jobs.job_common', 'true')
  for (const id of ['4', '5']) {
    expect(await send(analyzed(id), `msg_${id}`)).toBe(202)
    await takenIn(`id:msg_${id}`)
  }
})

test('what came as no JSON is set aside, and keeps what came after it waiting no longer', async () => {
  const receiver = await startReceiver()
  await using product = receiver.product
  await leave(receiver, { gongCallId: '1', dedupeKey: 'id:spoiled' })
  await product.database.pool.query(`update arrival set deliveries = 'no JSON'`)
  const id = await product.gong.finishCall()
  expect([202, 503]).toContain(await receiver.send(analyzed(id)))
  await product.callIn(id, 'drafted')
  expect((await health(product)).received).toMatchObject({ accepted: 1, waiting: { count: 1 } })
})

test('a delivery whose taking in the database refused altogether is asked for again, and has one effect', async () => {
  const { product, send } = await startReceiver()
  await using _ = product
  const id = await product.gong.finishCall()
  const { lift } = await refuse(product, 'before delete on arrival', 'true')
  // A machine that needs half a second for a round answers before it knows: then the next one is told.
  let sent = 0
  await until('a sender to be asked to come again', async () => {
    sent += 1
    return (await send(analyzed(id), 'msg_1')) === 503
  })
  await lift()
  expect(await send(analyzed(id), 'msg_1')).toBe(200)
  await product.callIn(id, 'drafted')
  expect(await deliveriesOf(product)).toEqual([{ dedupe_key: 'id:msg_1', repeats: sent }])
})

test('what a process acknowledged and left is taken in when it starts again', async () => {
  // Without a worker, who would find it after some seconds.
  const receiver = await startReceiver({ roles: { web: true, worker: false } })
  await using product = receiver.product
  await product.restart(() => leave(receiver, { gongCallId: '1', dedupeKey: 'id:left' }))
  await until('it to be taken in', async () => (await deliveriesOf(product)).length === 1)
})

test('what a process acknowledged and left is taken in by another one, after the time that the first would have needed', async () => {
  const receiver = await startReceiver()
  await using product = receiver.product
  const id = await product.gong.finishCall()
  await leave(receiver, { gongCallId: id, dedupeKey: 'id:left' })
  product.clock.move(12_000)
  await product.app.sweepNow()
  expect(await deliveriesOf(product)).toEqual([])
  product.clock.move(2000)
  await product.app.sweepNow()
  await product.callIn(id, 'drafted')
})

test('repeats that could not be known when they came are found out: one call, one delivery, and they are counted', async () => {
  const receiver = await startReceiver()
  await using product = receiver.product
  const id = await product.gong.finishCall()
  const event = { gongCallId: id, dedupeKey: 'id:msg_1' }
  await leave(receiver, event, event)
  await leave(receiver, event)
  expect(await receiver.send(analyzed(id), 'msg_2')).toBe(202)
  await product.callIn(id, 'drafted')
  expect(await deliveriesOf(product)).toEqual([
    { dedupe_key: 'id:msg_1', repeats: 2 },
    { dedupe_key: 'id:msg_2', repeats: 0 },
  ])
  // One more is known by what is in the log.
  expect(await receiver.send(analyzed(id), 'msg_1')).toBe(200)
  await until('it to be counted', async () => (await deliveriesOf(product))[0]!.repeats === 3)
  expect(await product.calls()).toHaveLength(1)
})

test('a delivery that can not be taken in keeps nobody waiting; health says that it waits, and it is tried again', async () => {
  const { product, send } = await startReceiver()
  await using _ = product
  const { lift } = await refuse(product, 'before insert on delivery', `new.kind = 'odd'`)
  const ids = await product.gong.finishCalls({ count: 3 })
  // Together, so that they share a round.
  const answers = await Promise.all([
    ...ids.map((id) => send(analyzed(id))),
    send({ ...analyzed('1'), type: 'odd' }, 'odd'),
    ...ids.map((id) => send(analyzed(id))),
  ])
  expect(new Set(answers)).toEqual(new Set([202]))
  for (const id of ids) await product.callIn(id, 'drafted')
  await until(
    'the odd one to be all that waits',
    async () => (await health(product)).received.waiting.count === 1,
  )
  expect(await health(product)).toMatchObject({
    state: 'good',
    received: { accepted: 6, waiting: { since: expect.any(String), isLate: false } },
  })

  product.clock.move(61_000)
  expect(await health(product)).toMatchObject({
    state: 'waiting',
    turns: { fastfollow: 1 },
    received: { waiting: { count: 1, isLate: true } },
  })
  await lift()
  product.clock.move(61_000)
  await product.app.sweepNow()
  expect((await health(product)).received).toMatchObject({ accepted: 7, waiting: { count: 0, since: null } })
})

test('details of a rule’s delivery that can not be stored cost their call nothing: Gong is asked for them', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const { webhookUrl: url } = await product.api<{ webhookUrl: string }>(
    'PUT',
    '/api/integrations/gong/rule',
    {
      urlSecret: true,
    },
  )
  await product.gong.faults({ dropWebhooks: 1 })
  const [odd, plain] = await product.gong.finishCalls({ count: 2 })
  const deliver = (id: string, title: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        callData: { metaData: { id, title, started: new Date().toISOString() }, parties: [] },
      }),
    })
  await refuse(product, 'before update on call', `new.title = 'An odd title'`)
  const answers = await Promise.all([deliver(odd!, 'An odd title'), deliver(plain!, 'By rule')])
  expect(answers.map(({ status }) => status)).toEqual([202, 202])
  expect((await product.callIn(odd!, 'drafted')).title).not.toBe('An odd title')
  await product.callIn(plain!, 'drafted')
})
