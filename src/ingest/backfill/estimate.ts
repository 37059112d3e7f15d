import { sql } from 'kysely'
import { findConnection, isConnected, type Connection } from '../../connections/connection.ts'
import { gongSession } from '../../connections/session.ts'
import { AppError } from '../../errors.ts'
import { GongError } from '../../gong/errors.ts'
import type { Gong } from '../../gong/gong.ts'
import type { Estimate } from './backfill-shapes.ts'
import { endsAt } from './ends-at.ts'
import { SHARE_OF_DAY, usedToday, type ReadBackfillDeps } from './read.ts'
import { requestsFor, type Window } from './windows.ts'

export interface EstimateDeps extends ReadBackfillDeps {
  gong: Gong
  writerName: string
}

/** Before Gong there was nothing to record. */
const EVERYTHING_FROM = new Date('2015-01-01T00:00:00Z')
/** An hour's call is about 8,000 words, 1.3 tokens each; used until this workspace's own transcripts tell more. */
const TOKENS_A_CALL = 10_400
const TOKENS_A_LETTER = 0.25
/** Rows from before letters were counted hold JSON: 148 kB where 43 kB were said (an hour's call). */
const JSON_OF_LETTERS = 3.5

/** What an admin asked for, with what was left out filled in. Throws where there is nothing between. */
export function rangeOf(
  input: { from?: string | null | undefined; to?: string | null | undefined },
  now: Date,
): Window {
  const from = input.from ? new Date(input.from) : EVERYTHING_FROM
  const to = input.to ? new Date(input.to) : now
  if (from >= to) throw new AppError('bad_request', 'The first day must lie before the last one.')
  if (from > now) throw new AppError('bad_request', 'The range lies in the future: there are no calls yet.')
  return { from, to }
}

/** The connection of a workspace, if it can be asked. */
export async function connectedOrRefuse(
  workspaceId: string,
  deps: Pick<EstimateDeps, 'db'>,
): Promise<Connection> {
  const connection = await findConnection(workspaceId, deps.db)
  if (!connection || !isConnected(connection))
    throw new AppError('conflict', 'Gong is not connected. Connect it first under Integrations.')
  return connection
}

/** Asks Gong, by one cheap request, how many calls there are, and reckons from it. */
export async function estimateBackfill(
  workspaceId: string,
  range: Window,
  options: { writeFollowUps: boolean },
  deps: EstimateDeps,
): Promise<Estimate> {
  const connection = await connectedOrRefuse(workspaceId, deps)
  const calls = await countAtGong(connection, range, deps)
  const alreadyHere = Math.min(calls, await countHere(connection, range, deps))
  const requests = requestsFor(calls, calls - alreadyHere)
  const { perSecond, perDay } = deps.config.rate
  const share = Math.floor(perDay * SHARE_OF_DAY)
  const progress = {
    requestsLeft: requests,
    requestsSent: 0,
    workedMs: 0,
    draftsLeft: options.writeFollowUps ? calls : 0,
    drafted: 0,
    perSecond,
    perDay: share,
    leftToday: Math.max(0, share - (await usedToday(connection.id, deps))),
  }
  const now = deps.clock.now()
  const end = endsAt(progress, null, now)
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    calls,
    alreadyHere,
    requests,
    seconds: Math.ceil((end.getTime() - now.getTime()) / 1000),
    endsAt: end.toISOString(),
    shareOfDay: Math.round((requests / perDay) * 10_000) / 10_000,
    writing: options.writeFollowUps
      ? {
          writer: deps.writerName,
          followUps: calls,
          modelTokens: await modelTokens(workspaceId, calls, deps),
        }
      : null,
  }
}

async function countAtGong(connection: Connection, range: Window, deps: EstimateDeps): Promise<number> {
  try {
    // A person waits for this one request.
    return (await deps.gong.listCalls(gongSession(connection, 'live', deps), range)).total
  } catch (error) {
    if (!(error instanceof GongError)) throw error
    throw new AppError('unavailable', `Gong could not be asked how many calls there are. ${error.message}`, {
      cause: error,
      ...(error.waitMs === undefined ? {} : { retryAfterS: Math.ceil(error.waitMs / 1000) }),
    })
  }
}

async function countHere(connection: Connection, { from, to }: Window, deps: EstimateDeps): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from call
    where workspace_id = ${connection.workspaceId} and connection_id = ${connection.id}
      and fetched_at is not null and started_at >= ${from} and started_at < ${to}`.execute(deps.db)
  return rows[0]?.n ?? 0
}

/** How much a model would read: by the length of this workspace's newest transcripts. */
async function modelTokens(workspaceId: string, calls: number, deps: EstimateDeps): Promise<number> {
  if (deps.writerName === 'built-in') return 0
  const { rows } = await sql<{ letters: number | null }>`
    select avg(coalesce(letters, length(sentences::text) / ${JSON_OF_LETTERS}))::float8 as letters from (
      select letters, sentences from transcript where workspace_id = ${workspaceId} order by fetched_at desc limit 50) as newest`.execute(
    deps.db,
  )
  const each = rows[0]?.letters ? rows[0].letters * TOKENS_A_LETTER : TOKENS_A_CALL
  return Math.round(each * calls)
}
