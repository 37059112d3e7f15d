import { viewerOf } from '../../accounts/access.ts'
import { audit } from '../../accounts/audit.ts'
import type { Server } from '../../http/server-type.ts'
import type { AlertDeps } from './alerts.ts'
import { Alerts, AlertsInput, ChangedAlerts, TestedAlerts } from './alert-shapes.ts'
import { changeAlerts } from './change.ts'
import { readAlerts } from './read.ts'
import { testAlerts } from './test-alerts.ts'

const tags = ['Operation']
const access = { access: 'admin' } as const

/** `/api/admin/alerts…`: who is told when an issue opens or closes. */
export function alertRoutes(deps: AlertDeps) {
  return (server: Server): void => {
    server.get(
      '/api/admin/alerts',
      {
        config: access,
        schema: { tags, summary: 'Who is told when an issue opens or closes', response: { 200: Alerts } },
      },
      (request) => readAlerts(viewerOf(request).workspaceId, deps),
    )

    server.put(
      '/api/admin/alerts',
      {
        config: access,
        schema: {
          tags,
          summary: "Change who is told; a new webhook's secret is shown this once",
          body: AlertsInput,
          response: { 200: ChangedAlerts },
        },
      },
      async (request) => {
        const { workspaceId, userId } = viewerOf(request)
        const secret = await changeAlerts(workspaceId, userId, request.body, deps)
        return { ...(await readAlerts(workspaceId, deps)), secret }
      },
    )

    server.post(
      '/api/admin/alerts/test',
      {
        config: access,
        schema: {
          tags,
          summary: 'Send a test by every way that is set up; the mail goes to who asks',
          response: { 200: TestedAlerts },
        },
      },
      async (request) => {
        const viewer = viewerOf(request)
        const tested = await testAlerts(viewer, deps)
        await audit(deps.db, deps.clock, viewer.workspaceId, {
          userId: viewer.userId,
          action: 'alerts.tested',
          details: { email: tested.email?.sent ?? null, webhook: tested.webhook?.sent ?? null },
        })
        return tested
      },
    )
  }
}
