/** The queues of the job engine and what a job of each carries. Features meet the engine only through these. */
export interface QueuePayloads {
  /** One fetch loop for a connection. Woken by `upsert` on a `singleton` queue, so that no wake-up is lost. */
  'gong-fetch': { connectionId: string }
  /** One follow-up for one call. */
  'follow-up-write': {
    workspaceId: string
    callId: string
    /** A person asked for another version, when this was the newest: one made since is the answer. */
    again?: boolean
    newest?: number
  }
  /** Compare Gong's own list with ours. */
  'gong-reconcile': { connectionId: string }
  /** Compare the wanted subscription with the actual one, and make what is missing. */
  'gong-subscription': { connectionId: string }
  /** Read the windows of the history import that is at work for a connection. */
  'gong-backfill': { connectionId: string }
  /** Read Gong's users (ids, e-mails, managers). */
  'gong-users': { connectionId: string }
  /** Tell people of a workspace what opened or closed, by mail and webhook. */
  alerts: { workspaceId: string }
}

export type QueueName = keyof QueuePayloads

export const QUEUE_NAMES = [
  'gong-fetch',
  'follow-up-write',
  'gong-reconcile',
  'gong-subscription',
  'gong-backfill',
  'gong-users',
  'alerts',
] as const satisfies readonly QueueName[]
