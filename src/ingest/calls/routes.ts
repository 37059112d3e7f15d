import { z } from 'zod'
import { viewerOf } from '../../accounts/access.ts'
import type { Clock } from '../../clock.ts'
import type { Db } from '../../db/db.ts'
import type { Server } from '../../http/server-type.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { CallDetail, CallList, CallListQuery, FindCall, FoundCall } from '../call-shapes.ts'
import { findCall } from './find.ts'
import { listCalls } from './list.ts'
import { readCall } from './one.ts'
import { retryCall } from './retry.ts'
import { readerOf } from './visibility.ts'

const tags = ['Calls']
const params = z.object({ id: z.string().max(100) })

/** `/api/calls…` */
export function callRoutes(deps: { db: Db; clock: Clock; jobs: Jobs }) {
  return (server: Server): void => {
    server.get(
      '/api/calls',
      {
        schema: {
          tags,
          summary: 'Calls, newest first',
          querystring: CallListQuery,
          response: { 200: CallList },
        },
      },
      async (request) => listCalls(await readerOf(viewerOf(request), deps.db), request.query, deps.db),
    )

    server.get(
      '/api/calls/:id',
      {
        schema: {
          tags,
          summary: 'One call with its transcript and follow-up',
          params,
          response: { 200: CallDetail },
        },
      },
      async (request) => readCall(await readerOf(viewerOf(request), deps.db), request.params.id, deps),
    )

    server.post(
      '/api/calls',
      { schema: { tags, summary: 'Where is this call?', body: FindCall, response: { 200: FoundCall } } },
      async (request) => findCall(await readerOf(viewerOf(request), deps.db), request.body.gong, deps),
    )

    server.post(
      '/api/calls/:id/retry',
      { schema: { tags, summary: 'Try this call again now', params, response: { 200: CallDetail } } },
      async (request) => {
        const reader = await readerOf(viewerOf(request), deps.db)
        await retryCall(reader, request.params.id, deps)
        return readCall(reader, request.params.id, deps)
      },
    )
  }
}
