import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { systemClock } from '../clock.ts'
import { createSecrets } from '../secrets.ts'
import { createKeyLookup } from './webhook-key-lookup.ts'
import { setWebhookSecret, webhookKeyFor } from './webhook-keys.ts'

const secrets = createSecrets('a root of this test, long enough to be one')

async function addresses(count: number) {
  const database = await createTestDatabase()
  const { db, pool } = database
  const keys: string[] = []
  for (let n = 0; n < count; n++) {
    const connection = { id: `c${n}`, workspaceId: `w${n}` }
    await sql`insert into workspace (id, name) values (${connection.workspaceId}, 'Lumen')`.execute(db)
    await sql`
      insert into connection (id, workspace_id, gong, app_url)
      values (${connection.id}, ${connection.workspaceId}, 'real', '')`.execute(db)
    keys.push((await webhookKeyFor(connection, 'subscription', db, secrets)).key)
  }
  let statements = 0
  pool.on('acquire', () => (statements += 1))
  return {
    db,
    keys,
    ...createKeyLookup({ db, secrets, clock: systemClock }),
    statements: () => statements,
    [Symbol.asyncDispose]: () => database.drop(),
  }
}

test('deliveries of one moment to many addresses share a statement, and each gets its own answer', async () => {
  await using given = await addresses(3)
  const asked = [...given.keys, 'unknown', ...given.keys]
  const found = await Promise.all(asked.map(given.read))
  expect(found.map((key) => key?.connectionId ?? null)).toEqual(['c0', 'c1', 'c2', null, 'c0', 'c1', 'c2'])
  expect(given.statements()).toBe(1)
})

test('an address that is asked for while a statement runs is in the next one', async () => {
  await using given = await addresses(2)
  const first = given.read(given.keys[0]!)
  const second = Promise.resolve().then(() => given.read(given.keys[1]!))
  expect([(await first)?.connectionId, (await second)?.connectionId]).toEqual(['c0', 'c1'])
})

test('an address that was read is remembered as it was then, with a version that another one does not have', async () => {
  await using given = await addresses(1)
  const key = given.keys[0]!
  expect(given.remembered(key)).toBeUndefined()
  const read = await given.read(key)
  expect(given.remembered(key)).toBe(read)
  await setWebhookSecret(read!, 'whsec_another', given.db, secrets)
  expect(given.remembered(key)).toBe(read)
  expect((await given.read(key))!.version).not.toBe(read!.version)
})

test('an address that was taken away is forgotten when it is read', async () => {
  await using given = await addresses(1)
  const key = given.keys[0]!
  await given.read(key)
  await sql`delete from webhook_key`.execute(given.db)
  expect(await given.read(key)).toBeNull()
  expect(given.remembered(key)).toBeUndefined()
})

test('a secret that cannot be opened fails its own address alone', async () => {
  await using given = await addresses(2)
  await sql`update webhook_key set secret_sealed = 'damaged' where connection_id = 'c0'`.execute(given.db)
  const [damaged, whole] = await Promise.allSettled(given.keys.map(given.read))
  expect(damaged?.status).toBe('rejected')
  expect(whole).toMatchObject({ status: 'fulfilled', value: { connectionId: 'c1' } })
})

test('a database that fails once is asked again for the next delivery', async () => {
  await using given = await addresses(1)
  await sql`alter table webhook_key rename to away`.execute(given.db)
  await expect(given.read(given.keys[0]!)).rejects.toThrow('webhook_key')
  await sql`alter table away rename to webhook_key`.execute(given.db)
  expect(await given.read(given.keys[0]!)).not.toBeNull()
})
