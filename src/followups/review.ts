import { sql } from 'kysely'
import type { z } from 'zod'
import { audit } from '../accounts/audit.ts'
import type { Clock } from '../clock.ts'
import { recordChanges } from '../db/changes.ts'
import type { Db, Tx } from '../db/db.ts'
import { AppError, notFound } from '../errors.ts'
import { searchVector } from '../ingest/search-words.ts'
import { maySee, type Reader } from '../ingest/calls/visibility.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { FollowUpContent, type FollowUpEdit, type FollowUpStatus } from './follow-up-shapes.ts'
import { recheckEdited } from './grounding/recheck-edited.ts'
import { addVersion } from './store.ts'
import { textToFind } from './text-to-find.ts'
import { toWriterInput } from './stored-call.ts'
import { readCallToWrite } from './writer-input.ts'

export interface ReviewDeps {
  db: Db
  clock: Clock
  jobs: Jobs
}

interface Locked {
  id: string
  callId: string
  version: number
  newest: number
  offeredVersion: number | null
  status: FollowUpStatus
  content: FollowUpContent
  writer: string
}

/** A person's correction: a new version. What they changed is theirs; an approved follow-up becomes a draft again. */
export async function editFollowUp(
  reader: Reader,
  id: string,
  edit: z.infer<typeof FollowUpEdit>,
  deps: ReviewDeps,
): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    assertVersion(current, edit.version)
    assertOpen(current)
    const { version: _, ...changes } = edit
    const wanted = FollowUpContent.parse({ ...current.content, ...changes })
    const call = await readCallToWrite({ workspaceId: reader.workspaceId, callId: current.callId }, tx)
    const content = call ? recheckEdited(current.content, wanted, toWriterInput(call.stored)) : wanted
    await makeCurrent(tx, reader, current, content, deps)
  })
}

/** Approves exactly the version that the person saw. */
export async function approveFollowUp(
  reader: Reader,
  id: string,
  version: number,
  deps: ReviewDeps,
): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    assertVersion(current, version)
    if (current.status === 'approved') return
    assertOpen(current)
    await sql`
      update follow_up set status = 'approved', approved_version = ${version}, approved_by = ${reader.userId}
      where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(tx)
    await note(tx, reader, deps, 'follow_up.approved', id, { version })
  })
}

/** The person sent it by other means (copied, their own mail program). */
export async function markSent(reader: Reader, id: string, via: string, deps: ReviewDeps): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    if (current.status !== 'approved')
      throw new AppError('conflict', 'Approve this follow-up before marking it as sent.')
    await sql`
      update follow_up set status = 'sent', sent_via = ${via}
      where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(tx)
    await note(tx, reader, deps, 'follow_up.marked_sent', id, { via })
  })
}

/** No mail for this call. Undone by editing or writing again. */
export async function dismissFollowUp(reader: Reader, id: string, deps: ReviewDeps): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    if (current.status === 'sent' || current.status === 'sending')
      throw new AppError('conflict', 'This follow-up was sent already.')
    await sql`update follow_up set status = 'dismissed' where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await note(tx, reader, deps, 'follow_up.dismissed', id, {})
  })
}

/** Asks the writer for another version. Where a person touched the current one, the new one is offered beside it. */
export async function regenerateFollowUp(reader: Reader, id: string, deps: ReviewDeps): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    if (current.status === 'sent' || current.status === 'sending')
      throw new AppError('conflict', 'This follow-up was sent already.')
    if (current.status === 'dismissed')
      await sql`update follow_up set status = 'draft' where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(
        tx,
      )
    await deps.jobs.add(tx, 'follow-up-write', [
      { workspaceId: reader.workspaceId, callId: current.callId, again: true, newest: current.newest },
    ])
  })
}

/** Takes an earlier or an offered version as the current one: as a new version, so that nothing is lost. */
export async function takeVersion(
  reader: Reader,
  id: string,
  version: number,
  deps: ReviewDeps,
): Promise<void> {
  await change(reader, id, deps, async (tx, current) => {
    assertOpen(current)
    const { rows } = await sql<{ content: FollowUpContent }>`
      select content from follow_up_version
      where workspace_id = ${reader.workspaceId} and follow_up_id = ${id} and version = ${version}`.execute(
      tx,
    )
    if (!rows[0]) throw notFound('This version')
    await makeCurrent(tx, reader, current, rows[0].content, deps)
    if (current.offeredVersion === version)
      await sql`update follow_up set offered_version = null where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(
        tx,
      )
  })
}

async function makeCurrent(
  tx: Tx,
  reader: Reader,
  current: Locked,
  content: FollowUpContent,
  deps: ReviewDeps,
): Promise<void> {
  const version = current.newest + 1
  await addVersion(
    tx,
    reader.workspaceId,
    current.id,
    version,
    content,
    current.writer,
    reader.userId,
    deps.clock.now(),
  )
  await sql`
    update follow_up set version = ${version}, status = 'draft', approved_version = null, approved_by = null,
      search = ${searchVector(textToFind(content))}
    where workspace_id = ${reader.workspaceId} and id = ${current.id}`.execute(tx)
}

/** Locks the follow-up, lets `act` change it, and tells open pages. */
async function change(
  reader: Reader,
  id: string,
  deps: ReviewDeps,
  act: (tx: Tx, current: Locked) => Promise<void>,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const current = await lock(tx, reader, id)
    if (!current) throw notFound('This follow-up')
    await act(tx, current)
    await sql`update follow_up set updated_at = ${deps.clock.now()} where workspace_id = ${reader.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await recordChanges(tx, reader.workspaceId, [
      { kind: 'followup', id },
      { kind: 'call', id: current.callId },
    ])
  })
}

/**
 * The row is locked by itself, before its version is read: joined in one statement, a row that another person changed
 * while we waited for the lock would match no version, and look as if it were gone.
 */
async function lock(tx: Tx, reader: Reader, id: string): Promise<Locked | undefined> {
  const { rows: locked } = await sql`
    select 1 from follow_up f join call c on c.id = f.call_id
    where f.workspace_id = ${reader.workspaceId} and f.id = ${id} and ${maySee(reader)} for update of f`.execute(
    tx,
  )
  if (locked.length === 0) return undefined
  const { rows } = await sql<Locked>`
    select f.id, f.call_id as "callId", f.version, f.offered_version as "offeredVersion", f.status, v.content, v.writer,
           (select max(n.version) from follow_up_version n where n.follow_up_id = f.id) as newest
    from follow_up f join follow_up_version v on v.follow_up_id = f.id and v.version = f.version
    where f.workspace_id = ${reader.workspaceId} and f.id = ${id}`.execute(tx)
  return rows[0]
}

function assertVersion(current: Locked, version: number): void {
  if (current.version === version) return
  throw new AppError(
    'conflict',
    'Somebody changed this follow-up in the meantime. Load it again; what you typed is not lost.',
    {
      details: { version: current.version },
    },
  )
}

function assertOpen(current: Locked): void {
  if (current.status === 'sending' || current.status === 'sent')
    throw new AppError('conflict', 'This follow-up was sent already and can not be changed.')
}

function note(
  tx: Tx,
  reader: Reader,
  deps: ReviewDeps,
  action: string,
  target: string,
  details: Record<string, unknown>,
) {
  return audit(tx, deps.clock, reader.workspaceId, { userId: reader.userId, action, target, details })
}
