import type { Jobs } from '../../jobs/jobs.ts'
import { gatherNews, type GatherDeps } from './gather.ts'
import { workspacesWithNews } from './news.ts'
import { workspacesWithDueAlerts } from './queue.ts'
import { sendDueAlerts, type SendDeps } from './send.ts'

export type AlertDeps = Omit<GatherDeps, 'mailer'> & SendDeps

/** The job of a workspace: tells what is ripe, and tries again what could not be sent. */
export async function tellPeople(workspaceId: string, deps: AlertDeps, stopping: AbortSignal): Promise<void> {
  await gatherNews(workspaceId, deps)
  await sendDueAlerts(workspaceId, deps, stopping)
}

/** Wakes the workspaces that have something to tell. Delays and retries are rows; a job is only a hint. */
export async function sweepAlerts(deps: AlertDeps & { jobs: Jobs }): Promise<void> {
  const now = deps.clock.now()
  const mail = deps.mailer !== null
  const ids = new Set([
    ...(await workspacesWithNews(now, mail, deps.db)),
    ...(await workspacesWithDueAlerts(now, mail, deps.db)),
  ])
  for (const workspaceId of ids) await deps.jobs.wake(deps.db, 'alerts', workspaceId, { workspaceId })
}
