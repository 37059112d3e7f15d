import type { Role } from './account-shapes.ts'

/** Who a request acts for: a person's session, or an API key (which acts for the person who made it). */
export interface Viewer {
  workspaceId: string
  userId: string
  name: string
  email: string
  role: Role
  via: 'session' | 'key'
  /** Session or key id: what an OAuth `state` is bound to when a program began the connection. */
  credentialId: string
}

export const isAdmin = (viewer: Viewer): boolean => viewer.role !== 'member'
