import { sql } from 'kysely'
import { isConnected, readConnection } from '../connections/connection.ts'
import type { Issue } from '../connections/connection-shapes.ts'
import { countWaiting, openIssues } from '../connections/issues.ts'
import { statusOf } from '../connections/status.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import { checkDisk } from '../health/readiness.ts'

/** Does the database take changes? A standby, or one that an operator has locked, does not. */
export async function checkWriting(db: Db): Promise<string> {
  const { rows } = await sql<{ isStandby: boolean; isReadOnly: boolean }>`
    select pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only') = 'on' as "isReadOnly"`.execute(
    db,
  )
  if (rows[0]?.isStandby)
    throw new Error('the database is a standby, which takes no changes: name the primary')
  if (rows[0]?.isReadOnly)
    throw new Error('the database is read-only: look at default_transaction_read_only, and at its disk')
  return 'the database takes changes'
}

/** Is there room? Only of an embedded database do we see the disk. */
export async function checkRoom({ database, dataDir }: Config): Promise<string> {
  if (database.kind === 'url') return "the database server's own, which it watches itself"
  const freeBytes = await checkDisk(dataDir)
  return `${(freeBytes / 1024 ** 3).toFixed(1)} GB free for ${dataDir}`
}

/** Who has a connection, as ids; those of a deployment with many workspaces in the order of their names. */
export async function connectionIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select k.id from connection k join workspace w on w.id = k.workspace_id order by w.name, k.id`.execute(db)
  return rows.map((row) => row.id)
}

/** How a connection to Gong is. Throws what is wrong with it, whose turn it is and what to do, as its page says it. */
export async function checkConnection(connectionId: string, db: Db): Promise<string> {
  const connection = await readConnection(connectionId, db)
  if (!connection) return 'it was removed just now'
  const { workspaceId } = connection
  const { rows } = await sql<{ name: string }>`select name from workspace where id = ${workspaceId}`.execute(
    db,
  )
  const name = rows[0]?.name ?? workspaceId
  const issues = await openIssues(workspaceId, db, {
    waiting: await countWaiting(workspaceId, db),
    withDetails: true,
  })
  if (issues.length > 0)
    throw new Error(`${name}: ${statusOf(connection, issues)}. ${issues.map(inWords).join(' ')}`)
  if (!isConnected(connection)) return `${name}: not connected`
  return `${name}: connected to ${connection.companyHost}, calls come by ${WAYS[connection.delivery]}`
}

const WAYS = { subscription: 'subscription', rule: 'automation rule', poll: 'comparing lists' }
const TURNS = { you: "an admin's", admin: "an admin's", gong: "Gong's", fastfollow: "FastFollow's" }

function inWords({ code, turn, message, fix }: Issue): string {
  return `[${code}, ${TURNS[turn]} turn] ${message} ${fix}`
}
