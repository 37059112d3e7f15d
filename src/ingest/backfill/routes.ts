import { z } from 'zod'
import { viewerOf } from '../../accounts/access.ts'
import type { Viewer } from '../../accounts/viewer.ts'
import type { Server } from '../../http/server-type.ts'
import {
  Backfill,
  BackfillInput,
  BackfillList,
  BackfillListQuery,
  Estimate,
  EstimateInput,
} from './backfill-shapes.ts'
import { cancelBackfill, pauseBackfill, resumeBackfill, startBackfill } from './control.ts'
import { estimateBackfill, rangeOf, type EstimateDeps } from './estimate.ts'
import { createKnownCounts } from './known-counts.ts'
import { listBackfills, readBackfill } from './read.ts'
import type { SuperviseDeps } from './supervise.ts'

const tags = ['Imports of history']
const params = z.object({ id: z.string().max(100) })
const config = { access: 'admin' } as const

/** `/api/backfills…`: imports of history, for admins. */
export function backfillRoutes(deps: EstimateDeps & SuperviseDeps) {
  const counts = createKnownCounts()

  return (server: Server): void => {
    server.post(
      '/api/backfills/estimate',
      {
        config,
        schema: {
          tags,
          summary: 'What an import would cost, by one request to Gong',
          body: EstimateInput,
          response: { 200: Estimate },
        },
      },
      async (request) => {
        const { workspaceId } = viewerOf(request)
        const range = rangeOf(request.body, deps.clock.now())
        const estimate = await estimateBackfill(workspaceId, range, request.body, deps)
        counts.remember(workspaceId, range, estimate.calls)
        return estimate
      },
    )

    server.post(
      '/api/backfills',
      {
        config,
        schema: {
          tags,
          summary: 'Start an import, now or at its hours',
          body: BackfillInput,
          response: { 201: Backfill },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const { when, writeFollowUps } = request.body
        const range = rangeOf(request.body, deps.clock.now())
        const wanted = {
          range,
          writeFollowUps,
          offHours: when === 'now' ? null : when,
          counted: counts.find(viewer.workspaceId, range),
        }
        const id = await startBackfill(viewer, wanted, deps)
        return reply.code(201).send(await readBackfill(viewer.workspaceId, id, deps))
      },
    )

    server.get(
      '/api/backfills',
      {
        config,
        schema: {
          tags,
          summary: 'Imports, newest first',
          querystring: BackfillListQuery,
          response: { 200: BackfillList },
        },
      },
      (request) => listBackfills(viewerOf(request).workspaceId, request.query, deps),
    )

    server.get(
      '/api/backfills/:id',
      {
        config,
        schema: { tags, summary: 'One import with its progress', params, response: { 200: Backfill } },
      },
      (request) => readBackfill(viewerOf(request).workspaceId, request.params.id, deps),
    )

    act('pause', 'Pause it', pauseBackfill)
    act('resume', 'Go on', resumeBackfill)
    act('cancel', 'End it; what was read stays', cancelBackfill)

    function act(
      name: string,
      summary: string,
      run: (viewer: Viewer, id: string, deps: SuperviseDeps) => Promise<void>,
    ): void {
      server.post(
        `/api/backfills/:id/${name}`,
        { config, schema: { tags, summary, params, response: { 200: Backfill } } },
        async (request) => {
          const viewer = viewerOf(request)
          await run(viewer, request.params.id, deps)
          return readBackfill(viewer.workspaceId, request.params.id, deps)
        },
      )
    }
  }
}
