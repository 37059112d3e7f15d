import type { FastifyInstance } from 'fastify'
import { isRecord, queryOf } from '../bodies.ts'
import { GongApiError, texts } from '../errors.ts'
import { isGongId } from '../ids.ts'
import { pageOf } from '../paging.ts'
import type { Paging } from '../paging.ts'
import type { Door } from './door.ts'
import { readCursor, readDate, readIds } from './filters.ts'
import { usersOf } from './user-json.ts'
import type { User } from './user-json.ts'

const SCOPE = 'api:users:read'

/** The company's users of Gong, and its workspaces. */
export function addUsers(api: FastifyInstance, door: Door, paging: Paging): void {
  api.get('/users', async (request) => {
    const { company, requestId, entry } = door.enter(request, SCOPE)
    const cursor = readCursor(queryOf(request).get('cursor'))
    entry.hasCursor = cursor !== null
    return { requestId, ...(await pageOfUsers(paging, usersOf(company), cursor)) }
  })

  api.get<{ Params: { id: string } }>('/users/:id', async (request) => {
    const { company, requestId } = door.enter(request, SCOPE)
    const { id } = request.params
    if (!isGongId(id)) throw new GongApiError(400, texts.badRequest)
    const user = usersOf(company).find((known) => known.id === id)
    if (!user) throw new GongApiError(404, texts.userNotFound(id))
    return { requestId, user: user.json }
  })

  api.post('/users/extensive', async (request) => {
    const { company, requestId, entry, body } = door.enterWithBody(request, SCOPE)
    const { filter } = body
    if (!isRecord(filter)) throw new GongApiError(400, 'filter: must not be null')
    const userIds = readIds('filter.userIds', filter['userIds'])
    const fromMs = readDate('filter.createdFromDateTime', filter['createdFromDateTime'])
    const toMs = readDate('filter.createdToDateTime', filter['createdToDateTime'])
    const cursor = readCursor(body['cursor'])
    entry.hasCursor = cursor !== null
    const found = usersOf(company).filter(
      (user) =>
        (userIds === null || userIds.includes(user.id)) &&
        (fromMs === null || user.createdMs >= fromMs) &&
        (toMs === null || user.createdMs < toMs),
    )
    return { requestId, ...(await pageOfUsers(paging, found, cursor)) }
  })

  api.get('/workspaces', async (request) => {
    const { company, requestId } = door.enter(request, 'api:workspaces:read')
    return { requestId, workspaces: [{ id: company.workspaceId, name: 'Sales', description: null }] }
  })
}

async function pageOfUsers(paging: Paging, users: User[], cursor: string | null) {
  const { rows, records } = await pageOf(paging, 'user', users, cursor)
  if (rows.length === 0) throw new GongApiError(404, texts.noUsers)
  return { records, users: rows.map(({ json }) => json) }
}
