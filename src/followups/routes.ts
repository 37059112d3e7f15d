import { z } from 'zod'
import { viewerOf } from '../accounts/access.ts'
import type { Server } from '../http/server-type.ts'
import { readerOf, type Reader } from '../ingest/calls/visibility.ts'
import {
  FollowUp,
  FollowUpEdit,
  FollowUpList,
  FollowUpStatus,
  FollowUpWithVersions,
  MarkSent,
  VersionOnly,
} from './follow-up-shapes.ts'
import { listFollowUps, readFollowUp, readWithVersions } from './read.ts'
import {
  approveFollowUp,
  dismissFollowUp,
  editFollowUp,
  markSent,
  regenerateFollowUp,
  takeVersion,
  type ReviewDeps,
} from './review.ts'

const tags = ['Follow-ups']
const params = z.object({ id: z.string().max(100) })
const response = { 200: FollowUp }
const ListQuery = z.object({
  status: FollowUpStatus.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
})

/** `/api/follow-ups…`: the review flow. Each act answers the follow-up as it is then. */
export function followUpRoutes(deps: ReviewDeps) {
  return (server: Server): void => {
    server.get(
      '/api/follow-ups',
      {
        schema: {
          tags,
          summary: 'The review queue',
          querystring: ListQuery,
          response: { 200: FollowUpList },
        },
      },
      async (request) => listFollowUps(await readerOf(viewerOf(request), deps.db), request.query, deps.db),
    )

    server.get(
      '/api/follow-ups/:id',
      {
        schema: {
          tags,
          summary: 'One follow-up with its versions',
          params,
          response: { 200: FollowUpWithVersions },
        },
      },
      async (request) =>
        readWithVersions(await readerOf(viewerOf(request), deps.db), request.params.id, deps.db),
    )

    server.patch(
      '/api/follow-ups/:id',
      {
        schema: {
          tags,
          summary: 'Correct it; a stale version is refused',
          params,
          body: FollowUpEdit,
          response,
        },
      },
      async (request) => {
        const reader = await readerOf(viewerOf(request), deps.db)
        await editFollowUp(reader, request.params.id, request.body, deps)
        return readFollowUp(reader, request.params.id, deps.db)
      },
    )

    server.post(
      '/api/follow-ups/:id/approve',
      { schema: { tags, summary: 'Approve this version', params, body: VersionOnly, response } },
      async (request) => {
        const reader = await readerOf(viewerOf(request), deps.db)
        await approveFollowUp(reader, request.params.id, request.body.version, deps)
        return readFollowUp(reader, request.params.id, deps.db)
      },
    )

    server.post(
      '/api/follow-ups/:id/mark-sent',
      { schema: { tags, summary: 'It was sent by other means', params, body: MarkSent, response } },
      async (request) => {
        const reader = await readerOf(viewerOf(request), deps.db)
        await markSent(reader, request.params.id, request.body.via, deps)
        return readFollowUp(reader, request.params.id, deps.db)
      },
    )

    server.post(
      '/api/follow-ups/:id/use-version',
      {
        schema: {
          tags,
          summary: 'Go on from an earlier or an offered version',
          params,
          body: VersionOnly,
          response,
        },
      },
      async (request) => {
        const reader = await readerOf(viewerOf(request), deps.db)
        await takeVersion(reader, request.params.id, request.body.version, deps)
        return readFollowUp(reader, request.params.id, deps.db)
      },
    )

    act('dismiss', 'No mail for this call', dismissFollowUp)
    act('regenerate', 'Write it again', regenerateFollowUp)

    function act(
      name: string,
      summary: string,
      run: (reader: Reader, id: string, deps: ReviewDeps) => Promise<void>,
    ): void {
      server.post(
        `/api/follow-ups/:id/${name}`,
        { schema: { tags, summary, params, response } },
        async (request) => {
          const reader = await readerOf(viewerOf(request), deps.db)
          await run(reader, request.params.id, deps)
          return readFollowUp(reader, request.params.id, deps.db)
        },
      )
    }
  }
}
