import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Viewer } from './viewer.ts'

/**
 * Who may use a route, as its `config: { access }`. A route that says nothing is for signed-in people (`viewer`),
 * so forgetting it never opens a door.
 *
 * - `none`: no credential is looked at (health checks, the webhook receiver, static files);
 * - `public`: open, but the handler may see who is asking (`request.viewer`);
 * - `viewer`: anyone with a session or key of a workspace;
 * - `admin`: the workspace's owners and admins;
 * - `owner`: its owners.
 */
export type Access = 'none' | 'public' | 'viewer' | 'admin' | 'owner'

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
  }
  interface FastifyContextConfig {
    access?: Access
  }
}

/** Who is asking. On a route of `access` viewer, admin or owner it never throws. */
export function viewerOf(request: FastifyRequest): Viewer {
  if (request.viewer === null) throw signInFirst()
  return request.viewer
}

/** Throws `unauthorized` or `forbidden` unless the viewer may use a route of this access. */
export function assertAccess(viewer: Viewer | null, access: Access): void {
  if (access === 'none' || access === 'public') return
  if (viewer === null) throw signInFirst()
  if (access === 'admin' && viewer.role === 'member')
    throw new AppError('forbidden', 'Only an owner or admin of the workspace can do this.')
  if (access === 'owner' && viewer.role !== 'owner')
    throw new AppError('forbidden', 'Only an owner of the workspace can do this.')
}

function signInFirst(): AppError {
  return new AppError('unauthorized', 'Please sign in, or send an API key as "Authorization: Bearer …".')
}
