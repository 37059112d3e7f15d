import type { Issue, Turn } from '../connection-shapes.ts'
import { describeIssue, type IssueRow } from '../issues.ts'
import type { News } from './news.ts'
import { TITLES } from './worth-telling.ts'

/** What the words need besides the news. */
export interface Scene {
  workspace: { id: string; name: string }
  /** Calls that can't go on yet. */
  waiting: number
  /** When Gong was disconnected by a person; what ended with that was not seen working. */
  disconnectedAt: Date | null
  publicUrl: string
  now: Date
}

/** One event of the outgoing webhook, as docs/alerts.md describes it. */
export interface AlertEvent {
  type: 'issue.opened' | 'issue.closed' | 'connection.owner_left' | 'alert.test'
  timestamp: string
  data: Record<string, unknown>
}

const OWNER_LEFT = {
  turn: 'admin',
  message: 'The person who owned the connection with Gong has left the workspace. Calls still arrive.',
  fix: 'Reconnect, or hand the connection over to somebody, so that there is someone to tell.',
} as const

/** One event for each piece of news: programs want them apart. */
export function toEvent(news: News, scene: Scene): AlertEvent {
  const { connectionId, isOpen, issue } = news
  const base = { workspaceId: scene.workspace.id, connectionId, healthUrl: healthUrl(scene) }
  if (issue === null)
    return {
      type: 'connection.owner_left',
      timestamp: scene.now.toISOString(),
      data: { ...base, ...OWNER_LEFT },
    }
  const described = describe(issue, scene)
  const { id, code, turn, message, fix, firstSeenAt, lastSeenAt, resolvedAt, count } = described
  return {
    type: isOpen ? 'issue.opened' : 'issue.closed',
    timestamp: resolvedAt ?? firstSeenAt,
    data: {
      ...base,
      issue: { id, code, turn, message, fix, firstSeenAt, lastSeenAt, resolvedAt, count },
      ...(isOpen ? {} : { ended: endedBy(issue, scene) }),
    },
  }
}

/** One mail for all of it. */
export function toMail(news: News[], scene: Scene): { subject: string; text: string } {
  const opened = news.filter(({ isOpen }) => isOpen)
  const closed = news.filter(({ isOpen }) => !isOpen)
  const parts = [
    ...opened.map((each) => openedPart(each, scene)),
    ...closed.map((each) => closedPart(each, scene)),
    `The connection as it is now:\n${scene.publicUrl}/integrations/gong\nAll that is measured, for admins:\n${healthUrl(scene)}`,
    `-- \nFastFollow wrote this for ${oneLine(scene.workspace.name)}: you own its connection with Gong, or are an admin while nobody does. ` +
      'An admin can switch these mails off under Health, "Who is told".',
  ]
  return { subject: subjectOf(opened, closed), text: `${parts.join('\n\n')}\n` }
}

function subjectOf(opened: News[], closed: News[]): string {
  const [first] = [...opened, ...closed]
  if (first && opened.length + closed.length === 1)
    return first.isOpen ? TITLES[first.subject] : `Solved: ${TITLES[first.subject]}`
  if (closed.length === 0) return `Gong: ${opened.length} problems`
  if (opened.length === 0) return `Gong: ${closed.length} problems solved`
  return `Gong: ${opened.length} new, ${closed.length} solved`
}

function openedPart({ issue }: News, scene: Scene): string {
  const { message, fix, turn } = issue === null ? OWNER_LEFT : describe(issue, scene)
  const since = issue === null ? '' : `\nSince ${minute(issue.firstSeenAt)}.`
  return `${oneLine(message)}\n${TURNS[turn]} ${oneLine(fix)}${since}`
}

const TURNS: Record<Turn, string> = {
  you: 'Your turn:',
  admin: 'Your turn:',
  gong: 'Gong’s turn:',
  fastfollow: 'FastFollow’s turn:',
}

function closedPart({ subject, issue }: News, scene: Scene): string {
  if (issue === null || issue.resolvedAt === null) return `SOLVED: ${TITLES[subject]}`
  const how =
    endedBy(issue, scene) === 'disconnected'
      ? 'Gong was disconnected, so this no longer counts.'
      : 'It was seen to work again.'
  return `SOLVED: ${TITLES[subject]}\n${how}\nFrom ${minute(issue.firstSeenAt)} to ${minute(issue.resolvedAt)}.`
}

function endedBy(issue: IssueRow, { disconnectedAt }: Scene): 'seen_working' | 'disconnected' {
  const isEndOfAll =
    disconnectedAt !== null && issue.resolvedAt !== null && issue.resolvedAt >= disconnectedAt
  return isEndOfAll ? 'disconnected' : 'seen_working'
}

/**
 * The issue in the words of the page, but for what only the page shows: another subscription's address may hold that
 * program's secret, and a mail or a webhook travels far.
 */
function describe(issue: IssueRow, { waiting }: Scene): Issue {
  const { what } = issue.details
  const details = issue.code === 'webhook_subscription_failed' ? { what } : issue.details
  return describeIssue({ ...issue, details }, issue.resolvedAt === null ? waiting : 0)
}

const healthUrl = ({ publicUrl }: Scene): string => `${publicUrl}/admin/health`

/** Some words come from Gong: they stay within their line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 600)
}

/** `2026-11-23 10:50 UTC` */
function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
