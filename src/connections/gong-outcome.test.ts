import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { movableClock } from '../../test/support/clock.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { GongError } from '../gong/errors.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { readConnection } from './connection.ts'
import { gongFailed } from './gong-outcome.ts'
import { openIssues } from './issues.ts'

const noJobs = { wake: async () => {} } as Partial<Jobs> as Jobs

test('a refusal that comes back after a disconnect, or after connecting anew, opens no block and no issue', async () => {
  const database = await createTestDatabase()
  const { db } = database
  const clock = movableClock()
  const deps = { db, clock, jobs: noJobs }
  const refusal = new GongError('needs_reconnect', 'Gong no longer accepts our access.', { status: 401 })
  try {
    await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
    await sql`insert into connection (id, workspace_id, gong, app_url, connected_at)
      values ('c', 'w', 'real', 'https://app.gong.io', ${clock.now()})`.execute(db)
    const connection = (await readConnection('c', db))!
    await sql`update connection set disconnected_at = ${clock.now()}`.execute(db)
    await gongFailed(deps, connection, 'transcript', refusal)
    expect((await readConnection('c', db))!.blockCode).toBe(null)
    expect(await openIssues('w', db)).toEqual([])

    await sql`update connection set disconnected_at = null, granted_at = ${clock.now()}`.execute(db)
    await gongFailed(deps, connection, 'transcript', refusal)
    expect((await readConnection('c', db))!.blockCode).toBe(null)
    expect(await openIssues('w', db)).toEqual([])

    await gongFailed(deps, (await readConnection('c', db))!, 'transcript', refusal)
    expect((await readConnection('c', db))!.blockCode).toBe('needs_reconnect')
    expect((await openIssues('w', db)).map((issue) => issue.code)).toEqual(['needs_reconnect'])
  } finally {
    await database.drop()
  }
})
