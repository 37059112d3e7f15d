import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import { fingerprint, type Secrets } from '../secrets.ts'
import type { SetupDone, SetupInput } from './account-shapes.ts'
import { audit } from './audit.ts'
import { createKey } from './keys.ts'
import { addMember, createPerson, createWorkspace, type HashPassword } from './people.ts'

export interface SetupParts {
  db: Db
  clock: Clock
  secrets: Secrets
  hashPassword: HashPassword
  config: { publicUrl: string; setupToken: string | undefined }
}

/** The link that makes the first user and workspace, or null once that was done. */
export async function setupLink({
  db,
  secrets,
  config,
}: Pick<SetupParts, 'db' | 'secrets' | 'config'>): Promise<string | null> {
  if (!(await isSetupNeeded(db))) return null
  return `${config.publicUrl}/setup#token=${encodeURIComponent(setupToken({ secrets, config }))}`
}

export async function isSetupNeeded(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    done: boolean
  }>`select setup_done_at is not null as done from deployment`.execute(db)
  return rows[0]?.done !== true
}

/**
 * Makes the first user, their workspace and an API key, once: the row of `deployment` is locked meanwhile, so of two
 * that race one gets `conflict`. Throws `unauthorized` for a wrong token.
 */
export async function setUp(
  { db, clock, secrets, hashPassword, config }: SetupParts,
  input: SetupInput,
): Promise<SetupDone & { userId: string }> {
  if (!(await isSetupNeeded(db))) throw alreadyDone()
  if (!isSame(input.setupToken, setupToken({ secrets, config })))
    throw new AppError(
      'unauthorized',
      'This setup token is not the right one. FastFollow prints the setup link each time it starts.',
    )
  const passwordHash = await hashPassword(input.password)
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      select 1 from deployment where setup_done_at is null for update
    `.execute(tx)
    if (rows.length === 0) throw alreadyDone()
    const owner = { name: input.name, email: input.email, passwordHash }
    const made = await createOwnedWorkspace(tx, clock, {
      name: input.workspaceName,
      timeZone: input.timeZone,
      owner,
    })
    await sql`update deployment set setup_done_at = ${clock.now()}`.execute(tx)
    await audit(tx, clock, made.workspaceId, { userId: made.userId, action: 'workspace_set_up' })
    return made
  })
}

/** A workspace, its owner and the owner's first API key. Throws `conflict` when the address is taken. */
export async function createOwnedWorkspace(
  tx: Db,
  clock: Clock,
  {
    name,
    timeZone,
    owner,
  }: {
    name: string
    timeZone: string | undefined
    owner: { name: string; email: string; passwordHash: string }
  },
): Promise<SetupDone & { userId: string }> {
  const workspaceId = await createWorkspace(tx, clock, { name, timeZone })
  const userId = await createPerson(tx, clock, owner)
  await addMember(tx, clock, workspaceId, { userId, role: 'owner' })
  const { key } = await createKey(tx, clock, workspaceId, { userId, name: 'First key' })
  return { workspaceId, userId, apiKey: key }
}

/** Derived where none was configured: the same after a restart and in every web process, and stored nowhere. */
function setupToken({ secrets, config }: Pick<SetupParts, 'secrets' | 'config'>): string {
  return config.setupToken ?? secrets.derive('setup').toString('base64url')
}

/** Compares fingerprints, so that neither the time taken nor the length tells anything. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(fingerprint(given)), Buffer.from(fingerprint(wanted)))
}

function alreadyDone(): AppError {
  return new AppError(
    'conflict',
    'FastFollow is set up already. Please sign in, or ask an owner or admin for an invitation.',
  )
}
