import type { Ask } from './ask.ts'
import { bulk } from './bulk.ts'
import type { Gong, GongSession, Page } from './gong.ts'
import { asObject, readPage } from './parse-each.ts'
import { GongCall, GongCallDetails } from './schemas.ts'

/** Without a selector Gong answers meta data alone; of all else it could add (80 kB a call) we read the people. */
const SELECTOR = { exposedFields: { parties: true } }

/** Calls: the plain list, details by id, and details by time. */
export function callOperations(ask: Ask): Pick<Gong, 'listCalls' | 'callDetails' | 'listCallDetails'> {
  return {
    async listCalls(session, { from, to, cursor }) {
      const body = await ask(session, {
        operation: 'list_calls',
        method: 'GET',
        path: '/v2/calls',
        query: { fromDateTime: from.toISOString(), toDateTime: to.toISOString(), cursor },
        isList: true,
      })
      return readPage(body, 'calls', GongCall, (call) => call['id'])
    },
    callDetails: (session, callIds) =>
      bulk(callIds, (ids, cursor) => extensive(ask, session, () => ({ callIds: ids() }), cursor)),
    listCallDetails: (session, { from, to, cursor }) =>
      extensive(
        ask,
        session,
        () => ({ fromDateTime: from.toISOString(), toDateTime: to.toISOString() }),
        cursor,
      ),
  }
}

async function extensive(
  ask: Ask,
  session: GongSession,
  filter: () => Record<string, unknown>,
  cursor: string | undefined,
): Promise<Page<GongCallDetails>> {
  const body = await ask(session, {
    operation: 'call_details',
    method: 'POST',
    path: '/v2/calls/extensive',
    body: () => ({ filter: filter(), contentSelector: SELECTOR, ...(cursor ? { cursor } : {}) }),
    isList: true,
  })
  return readPage(body, 'calls', GongCallDetails, (call) => asObject(call['metaData'])['id'])
}
