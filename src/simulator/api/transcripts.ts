import type { FastifyInstance } from 'fastify'
import { chance } from '../ids.ts'
import type { Paging } from '../paging.ts'
import { pageOfCalls } from './calls.ts'
import type { Door } from './door.ts'
import { isOdd, oddTranscript } from './odd-records.ts'
import { matchingCalls, readCallsFilter, readCursor } from './filters.ts'

/** What was said. Gong serves private calls here like any other: it is the client that must not ask. */
export function addTranscripts(
  api: FastifyInstance,
  door: Door,
  paging: Paging,
  oddShare: () => number,
): void {
  api.post('/calls/transcript', async (request) => {
    const { company, requestId, entry, body } = door.enterWithBody(request, 'api:calls:read:transcript')
    const cursor = readCursor(body['cursor'])
    const filter = { ...readCallsFilter(body), primaryUserIds: null }
    entry.hasCursor = cursor !== null
    entry.callIds = filter.callIds ?? []
    entry.callIdsCount = entry.callIds.length
    const now = paging.clock.now().getTime()
    const ready = matchingCalls(company, filter, (call) => call.transcriptMs <= now)
    const { calls, records } = await pageOfCalls(paging, ready, cursor)
    for (const call of calls) if (call.finished) call.finished.askedTranscript = true
    const callTranscripts = calls.map((call) => ({
      callId: call.id,
      transcript: isOdd(call.id, oddShare()) ? oddTranscript : company.content(call).monologues(),
      ...(chance('unknown transcript key', call.id) < 0.2 && { engine: { revision: 7 } }),
    }))
    return { requestId, records, callTranscripts }
  })
}
