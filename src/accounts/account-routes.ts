import type { Server } from '../http/server-type.ts'
import { authRoutes } from './auth-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { memberRoutes, type MemberParts } from './member-routes.ts'
import { setupRoutes, type SetupRouteParts } from './setup-routes.ts'
import { workspaceRoutes } from './workspace-routes.ts'

export type AccountRouteParts = Omit<SetupRouteParts, 'hashPassword'> & Pick<MemberParts, 'noteLeft'>

/** Every route about people, keys and workspaces. */
export function accountRoutes(parts: AccountRouteParts) {
  const { auth, db, clock, config } = parts
  const { hashPassword } = auth
  return (server: Server): void => {
    authRoutes({ auth, db, clock })(server)
    setupRoutes({ ...parts, hashPassword })(server)
    keyRoutes({ db, clock })(server)
    memberRoutes({ db, clock, publicUrl: config.publicUrl, noteLeft: parts.noteLeft })(server)
    workspaceRoutes({ db, clock, hashPassword })(server)
  }
}
