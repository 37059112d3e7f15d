import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { loadConfig } from '../config.ts'
import { createSecrets } from '../secrets.ts'
import { setClient } from './client.ts'

async function workspace() {
  const database = await createTestDatabase()
  const { db } = database
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  const secrets = createSecrets('a root of keys for this test alone')
  const deps = { db, secrets, config: loadConfig({}).gong, simulatorUrl: 'http://localhost:4010' }
  return {
    db,
    use: (clientId: string) => setClient('w', deps, { clientId, clientSecret: 'a secret' }),
    async gong() {
      const { rows } = await sql<{ id: string; gong: string }>`select id, gong from connection`.execute(db)
      return rows
    },
    [Symbol.asyncDispose]: () => database.drop(),
  }
}

test('the real Gong replaces the demo, whose calls go', async () => {
  await using lumen = await workspace()
  await lumen.use('sim-fastfollow')
  const [demo] = await lumen.gong()
  await lumen.use('real-client')
  const [real] = await lumen.gong()
  expect(real).toMatchObject({ gong: 'real' })
  expect(real?.id).not.toBe(demo?.id)
})

test('a real connection never becomes the demo, not even when it is disconnected: its calls would go with it', async () => {
  await using lumen = await workspace()
  await lumen.use('real-client')
  const before = await lumen.gong()
  await sql`update connection set connected_at = now(), disconnected_at = now()`.execute(lumen.db)
  await expect(lumen.use('sim-fastfollow')).rejects.toMatchObject({ code: 'conflict' })
  await lumen.use('another-real-client')
  expect(await lumen.gong()).toEqual(before)
})

test('a client that was only entered, and never connected, may still give way to the demo', async () => {
  await using lumen = await workspace()
  await lumen.use('real-client')
  await lumen.use('sim-fastfollow')
  expect(await lumen.gong()).toMatchObject([{ gong: 'simulator' }])
})
