import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { fingerprint } from '../secrets.ts'

/** One OAuth round trip that was begun: who began it, for which connection, in which browser. */
export interface BegunConnect {
  workspaceId: string
  connectionId: string
  userId: string
  /** The client that it was begun with; null = the deployment's. */
  clientId: string | null
  /** Null = a program with an API key began it. */
  browserHash: string | null
}

/** Gong's authorization codes live ten minutes, so a round trip does too. */
const LIFE_MS = 10 * 60_000

/** Stores a new state, hashed, and returns the value that travels to Gong and back. */
export async function beginState(db: Db, clock: Clock, begun: BegunConnect): Promise<string> {
  const state = randomBytes(32).toString('base64url')
  const now = clock.now()
  await sql`delete from oauth_state where expires_at < ${now}`.execute(db)
  await sql`
    insert into oauth_state (state_hash, workspace_id, connection_id, user_id, client_id, browser_hash, expires_at)
    values (${fingerprint(state)}, ${begun.workspaceId}, ${begun.connectionId}, ${begun.userId}, ${begun.clientId},
            ${begun.browserHash}, ${new Date(now.getTime() + LIFE_MS)})`.execute(db)
  return state
}

/** Takes a state out, so that it works once. Null when it is unknown, used or too old. */
export async function takeState(db: Db, clock: Clock, state: string): Promise<BegunConnect | null> {
  const { rows } = await sql<BegunConnect & { expiresAt: Date }>`
    delete from oauth_state where state_hash = ${fingerprint(state)}
    returning workspace_id as "workspaceId", connection_id as "connectionId", user_id as "userId",
              client_id as "clientId", browser_hash as "browserHash", expires_at as "expiresAt"`.execute(db)
  const begun = rows[0]
  return begun && begun.expiresAt > clock.now() ? begun : null
}
