import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../../src/db/embedded/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { connect } from '../../src/db/open.ts'
import { migrateJobs } from '../../src/jobs/jobs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the Unix socket of the Postgres that all test files share. */
    postgresSocket: string
  }
}

/** Starts one Postgres for the whole run, with a migrated database that the test files copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fastfollow-test-'))
  const log = pino({ level: 'silent' })
  const postgres = await openEmbedded({ dataDir, as: 'server', log, durable: false })
  const tearDown = async () => {
    await postgres.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await makeTemplate(postgres.clientConfig.host ?? '')
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('postgresSocket', postgres.clientConfig.host ?? '')
  return tearDown

  async function makeTemplate(socket: string): Promise<void> {
    await using admin = open(socket, 'postgres')
    await sql`create database template_migrated`.execute(admin.db)
    await using template = open(socket, 'template_migrated')
    const after = () => migrateJobs({ host: socket, user: 'fastfollow', database: 'template_migrated' })
    await migrate(template.db, { after })
  }

  function open(host: string, database: string) {
    const { db } = connect({ host, user: 'fastfollow', database }, log, 1)
    return { db, [Symbol.asyncDispose]: () => db.destroy() }
  }
}
