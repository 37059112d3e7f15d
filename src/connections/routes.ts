import { z } from 'zod'
import { viewerOf } from '../accounts/access.ts'
import { audit } from '../accounts/audit.ts'
import { AppError } from '../errors.ts'
import type { Server } from '../http/server-type.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { compareListsNow } from './compare-lists.ts'
import { setClient } from './client.ts'
import type { ConnectDeps } from './connect.ts'
import { findConnection, isConnected } from './connection.ts'
import {
  GongClientInput,
  GongConnection,
  OwnerInput,
  ResubscribeInput,
  RuleInput,
  WebhookAddress,
} from './connection-shapes.ts'
import { disconnect } from './disconnect.ts'
import { announceAgain, compareListsOnly } from './lists-only.ts'
import { oauthRoutes } from './oauth-routes.ts'
import { handOver } from './owner.ts'
import { rotateKey } from './rotate-key.ts'
import { useRule } from './rule.ts'
import { gongSession } from './session.ts'
import { connectionStatus, type StatusDeps } from './status.ts'
import { ensureSubscription } from './subscription.ts'

const tags = ['Gong']

/** `/api/integrations/gong…`: the connection, shown and changed. */
export function connectionRoutes(deps: ConnectDeps & StatusDeps & { jobs: Jobs }) {
  return (server: Server): void => {
    server.get(
      '/api/integrations/gong',
      { schema: { tags, summary: 'The connection to Gong as it is', response: { 200: GongConnection } } },
      (request) => connectionStatus(viewerOf(request), deps),
    )

    server.put(
      '/api/integrations/gong/client',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: "Set the workspace's own OAuth client",
          body: GongClientInput,
          response: { 200: GongConnection },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        await setClient(viewer.workspaceId, deps, request.body)
        await audit(deps.db, deps.clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'gong.client_set',
          target: request.body.clientId,
          details: {},
        })
        return connectionStatus(viewer, deps)
      },
    )

    oauthRoutes(deps)(server)

    server.post(
      '/api/integrations/gong/resubscribe',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: 'Try the subscription again; replace also removes a conflicting one',
          body: ResubscribeInput.nullish(),
          response: { 200: GongConnection },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const connection = await requireConnected(viewer.workspaceId)
        const replace = request.body?.replace ?? false
        await announceAgain(connection, deps.db)
        await ensureSubscription(connection, gongSession(connection, 'live', deps), deps, { replace })
        await audit(deps.db, deps.clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: replace ? 'gong.subscription_replaced' : 'gong.resubscribed',
          target: connection.id,
          details: {},
        })
        return connectionStatus(viewer, deps)
      },
    )

    server.put(
      '/api/integrations/gong/rule',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: 'Deliver by a Gong automation rule instead',
          body: RuleInput,
          response: { 200: WebhookAddress },
        },
      },
      (request) => {
        const viewer = viewerOf(request)
        return useRule(viewer.workspaceId, viewer.userId, request.body, deps)
      },
    )

    server.post(
      '/api/integrations/gong/lists-only',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: 'Find calls by comparing lists alone; resubscribe or a rule ends it',
          response: { 200: GongConnection },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const connection = await requireConnected(viewer.workspaceId)
        await compareListsOnly(connection, viewer.userId, gongSession(connection, 'live', deps), deps)
        return connectionStatus(viewer, deps)
      },
    )

    server.post(
      '/api/integrations/gong/rotate-key',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: 'A new webhook address; the old one works for another hour',
          response: { 200: WebhookAddress },
        },
      },
      (request) => {
        const viewer = viewerOf(request)
        return rotateKey(viewer.workspaceId, viewer.userId, deps)
      },
    )

    server.post(
      '/api/integrations/gong/owner',
      {
        schema: {
          tags,
          summary: 'Hand the connection over to another person of the workspace',
          body: OwnerInput,
          response: { 200: GongConnection },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        await handOver(viewer, request.body.userId, deps)
        return connectionStatus(viewer, deps)
      },
    )

    server.post(
      '/api/integrations/gong/reconcile',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: "Compare with Gong's list now",
          response: { 202: z.object({ status: z.literal('started') }) },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request)
        const connection = await requireConnected(viewer.workspaceId)
        await compareListsNow(connection, deps.db, deps.jobs)
        await audit(deps.db, deps.clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'gong.comparison_asked',
          target: connection.id,
        })
        return reply.code(202).send({ status: 'started' as const })
      },
    )

    server.delete(
      '/api/integrations/gong',
      {
        config: { access: 'admin' },
        schema: {
          tags,
          summary: 'Disconnect: unsubscribe, forget the tokens, keep calls',
          response: { 200: GongConnection },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        await disconnect(viewer.workspaceId, viewer.userId, deps)
        return connectionStatus(viewer, deps)
      },
    )

    async function requireConnected(workspaceId: string) {
      const connection = await findConnection(workspaceId, deps.db)
      if (!connection || !isConnected(connection))
        throw new AppError('conflict', 'Gong is not connected. Connect it first under Integrations.')
      return connection
    }
  }
}
