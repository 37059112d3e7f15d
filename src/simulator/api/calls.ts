import type { FastifyInstance } from 'fastify'
import { isRecord, queryOf } from '../bodies.ts'
import type { Call } from '../companies.ts'
import { GongApiError, texts } from '../errors.ts'
import { isGongId } from '../ids.ts'
import { pageOf } from '../paging.ts'
import type { Paging } from '../paging.ts'
import { callJson, extensiveJson, metaDataOnly } from './call-json.ts'
import type { Selection } from './call-json.ts'
import type { Door } from './door.ts'
import { matchingCalls, readCallsFilter, readCallsQuery, readCursor } from './filters.ts'

/** The operations on calls: the list, one call, and the details of many. */
export function addCalls(api: FastifyInstance, door: Door, paging: Paging, oddShare: () => number): void {
  const now = () => paging.clock.now().getTime()

  api.get('/calls', async (request) => {
    const { company, requestId, entry } = door.enter(request, 'api:calls:read:basic')
    const query = queryOf(request)
    const cursor = readCursor(query.get('cursor'))
    entry.hasCursor = cursor !== null
    const found = matchingCalls(company, readCallsQuery(query), (call) => call.listedMs <= now())
    const { calls, records } = await pageOfCalls(paging, found, cursor)
    return { requestId, records, calls: calls.map((call) => callJson(company, call)) }
  })

  api.get<{ Params: { id: string } }>('/calls/:id', async (request) => {
    const { company, requestId, entry } = door.enter(request, 'api:calls:read:basic')
    const { id } = request.params
    if (!isGongId(id)) throw new GongApiError(400, texts.badRequest)
    entry.callIds = [id]
    entry.callIdsCount = 1
    const call = company.call(id)
    if (!call || call.listedMs > now()) throw new GongApiError(404, texts.callNotFound(id))
    return { requestId, call: callJson(company, call) }
  })

  api.post('/calls/extensive', async (request) => {
    const { company, scopes, requestId, entry, body } = door.enterWithBody(
      request,
      'api:calls:read:extensive',
    )
    const cursor = readCursor(body['cursor'])
    const filter = readCallsFilter(body)
    entry.hasCursor = cursor !== null
    entry.callIds = filter.callIds ?? []
    entry.callIdsCount = entry.callIds.length
    const selection = readSelection(body['contentSelector'])
    if (selection.media && !scopes.includes('api:calls:read:media-url'))
      throw new GongApiError(401, texts.scope('api:calls:read:media-url'))
    const found = matchingCalls(company, filter, (call) => call.detailsMs <= now())
    const { calls, records } = await pageOfCalls(paging, found, cursor)
    for (const call of calls) if (call.finished) call.finished.askedDetails = true
    return {
      requestId,
      records,
      calls: calls.map((call) => extensiveJson(company, call, selection, oddShare())),
    }
  })
}

/** A page of calls. Nothing found is an error at Gong: throws GongApiError 404. */
export async function pageOfCalls(paging: Paging, found: Call[], cursor: string | null) {
  const { rows, records } = await pageOf(paging, 'call', found, cursor)
  if (rows.length === 0) throw new GongApiError(404, texts.noCalls)
  return { records, calls: rows }
}

/** What `contentSelector` chooses; without one it is the metadata alone. */
export function readSelection(selector: unknown): Selection {
  if (!isRecord(selector)) return metaDataOnly
  const fields = isRecord(selector['exposedFields']) ? selector['exposedFields'] : {}
  const context = selector['context']
  return {
    context: context === 'Basic' || context === 'Extended' ? context : 'None',
    parties: fields['parties'] === true,
    content: chosen(fields['content']),
    interaction: chosen(fields['interaction']),
    publicComments: chosen(fields['collaboration']).has('publicComments'),
    media: fields['media'] === true,
  }
}

function chosen(group: unknown): Set<string> {
  return new Set(isRecord(group) ? Object.keys(group).filter((name) => group[name] === true) : [])
}
