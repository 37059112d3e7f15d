import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { movableClock } from '../../test/support/clock.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { block, putOffProbe } from './blocks.ts'
import { readConnection } from './connection.ts'

async function blocked() {
  const database = await createTestDatabase()
  const { db } = database
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  const clock = movableClock()
  const connection = (await readConnection('c', db))!
  return {
    clock,
    refuse: (code: 'forbidden' | 'needs_reconnect' = 'forbidden') => block(db, clock, connection, code),
    putOff: () => putOffProbe(db, clock, connection),
    async minutesToProbe() {
      const { blockProbeAt } = (await readConnection('c', db))!
      return blockProbeAt && Math.round((blockProbeAt.getTime() - clock.now().getTime()) / 60_000)
    },
    [Symbol.asyncDispose]: () => database.drop(),
  }
}

test('each failed probe doubles the wait or so, up to an hour; another block begins anew', async () => {
  await using gong = await blocked()
  const waits: (number | null)[] = []
  for (let probe = 0; probe < 7; probe++) {
    await gong.refuse()
    const wait = await gong.minutesToProbe()
    waits.push(wait)
    gong.clock.move((wait ?? 0) * 60_000 + 1)
  }
  expect(waits).toEqual([1, 2, 5, 10, 30, 60, 60])
  await gong.refuse('needs_reconnect')
  expect(await gong.minutesToProbe()).toBe(1)
})

test('requests that were in flight together fail once: the probe comes after a minute all the same', async () => {
  await using gong = await blocked()
  await Promise.all(Array.from({ length: 8 }, () => gong.refuse()))
  expect(await gong.minutesToProbe()).toBe(1)
})

test('a due probe that failed for a reason of its own is put off; one that is not due stays where it is', async () => {
  await using gong = await blocked()
  for (const _ of [1, 2]) {
    await gong.refuse()
    gong.clock.move(60_001)
  }
  await gong.putOff()
  expect(await gong.minutesToProbe()).toBe(1)
  gong.clock.move(60_000)
  await gong.refuse()
  await gong.putOff()
  expect(await gong.minutesToProbe()).toBe(5)
})
