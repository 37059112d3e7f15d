import { sql } from 'kysely'
import { isAdmin, type Viewer } from '../../accounts/viewer.ts'
import type { Db } from '../../db/db.ts'
import type { Change } from './change-rows.ts'

/** Of these calls, the ones that the viewer may see. */
export type MayReadCalls = (viewer: Viewer, callIds: string[]) => Promise<Set<string>>

export type VisibleChanges = (viewer: Viewer, changes: readonly Change[]) => Promise<Change[]>

/**
 * Cuts a batch down to what a viewer may hear of: a call and its follow-up by the rule for that call, imports only for
 * admins. People with several open pages are asked about once a batch.
 */
export function createVisibility(db: Db, mayReadCalls: MayReadCalls): VisibleChanges {
  const answers = new WeakMap<readonly Change[], Map<string, Promise<Change[]>>>()
  return (viewer, changes) => {
    if (isAdmin(viewer)) return Promise.resolve([...changes])
    const ofBatch = answers.get(changes) ?? new Map<string, Promise<Change[]>>()
    answers.set(changes, ofBatch)
    const known = ofBatch.get(viewer.userId)
    if (known !== undefined) return known
    const answer = visibleToMember(db, mayReadCalls, viewer, changes)
    ofBatch.set(viewer.userId, answer)
    return answer
  }
}

async function visibleToMember(
  db: Db,
  mayReadCalls: MayReadCalls,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<Change[]> {
  const callOf = await callsOfFollowUps(db, viewer.workspaceId, idsOf(changes, 'followup'))
  const callIds = new Set([...idsOf(changes, 'call'), ...callOf.values()])
  const allowed = callIds.size === 0 ? callIds : await mayReadCalls(viewer, [...callIds])
  return changes.filter(({ kind, id }) => {
    if (kind === 'call') return allowed.has(id)
    if (kind === 'followup') return allowed.has(callOf.get(id) ?? '')
    return kind === 'connection'
  })
}

function idsOf(changes: readonly Change[], kind: Change['kind']): string[] {
  return changes.filter((change) => change.kind === kind).map((change) => change.id)
}

async function callsOfFollowUps(db: Db, workspaceId: string, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; call_id: string }>`
    select id, call_id from follow_up where workspace_id = ${workspaceId} and id = any(${ids}::text[])
  `.execute(db)
  return new Map(rows.map((row) => [row.id, row.call_id]))
}
