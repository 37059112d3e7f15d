import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { movableClock } from '../../test/support/clock.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { audit, listAudit, pruneAudit } from '../accounts/audit.ts'
import { raiseIssue, resolveIssues, resolvedIssues, openIssues } from './issues.ts'
import { pruneIssues } from './prune-issues.ts'

const DAY_MS = 86_400_000

test('closed issues and audit entries are forgotten when they are old, open issues never', async () => {
  await using database = await createTestDatabase()
  const { db } = database
  const clock = movableClock()
  const connection = { id: 'c', workspaceId: 'w' }
  await sql`insert into workspace (id, name) values ('w', 'Lumen')`.execute(db)
  await sql`insert into connection (id, workspace_id, gong, app_url) values ('c', 'w', 'real', 'https://app.gong.io')`.execute(
    db,
  )
  await raiseIssue(db, clock, connection, 'forbidden')
  await raiseIssue(db, clock, connection, 'rate_limit')
  await resolveIssues(db, clock, connection, ['rate_limit'])
  await audit(db, clock, 'w', { userId: null, action: 'old' })
  clock.move(50 * DAY_MS)
  await raiseIssue(db, clock, connection, 'rate_limit')
  await resolveIssues(db, clock, connection, ['rate_limit'])
  await audit(db, clock, 'w', { userId: null, action: 'young' })

  clock.move(50 * DAY_MS)
  await pruneIssues(db, clock, 90 * DAY_MS)
  await pruneAudit(db, clock, 90 * DAY_MS)
  expect((await openIssues('w', db)).map((issue) => issue.code)).toEqual(['forbidden'])
  expect(await resolvedIssues('w', db, 10)).toHaveLength(1)
  expect((await listAudit(db, 'w', { limit: 10 })).items.map((entry) => entry.action)).toEqual(['young'])
})
