import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { expectCalls } from '../expect.ts'

/**
 * Lets stored deliveries count once more, as if they arrived now: by id, or all of a window. Harmless for calls that
 * have their follow-up: they are read again, and a new version is offered only where the transcript changed.
 * @returns how many deliveries counted.
 */
export async function replayDeliveries(
  workspaceId: string,
  which: { ids?: string[] | undefined; from?: string | undefined; to?: string | undefined },
  deps: { db: Db; clock: Clock; jobs: Jobs },
): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ connectionId: string; gongCallId: string; source: 'event' | 'rule' }>`
      select connection_id as "connectionId", gong_call_id as "gongCallId",
             case when verified_by = 'hmac' then 'event' else 'rule' end as source
      from delivery
      where workspace_id = ${workspaceId} and not is_test and gong_call_id is not null
        and (${which.ids ?? null}::text[] is null or id = any(${which.ids ?? null}::text[]))
        and received_at >= coalesce(${which.from ?? null}::timestamptz, '-infinity')
        and received_at < coalesce(${which.to ?? null}::timestamptz, 'infinity')
      limit 10000`.execute(tx)
    for (const source of ['event', 'rule'] as const) {
      const ofSource = rows.filter((row) => row.source === source)
      for (const [id, ofConnection] of Map.groupBy(ofSource, (row) => row.connectionId))
        await expectCalls(
          tx,
          deps,
          { id, workspaceId },
          ofConnection.map(({ gongCallId }) => ({ gongCallId })),
          source,
        )
    }
    return rows.length
  })
}
