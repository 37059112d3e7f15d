import { z } from 'zod'

export const Role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof Role>

export const SetupInput = z.object({
  setupToken: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  password: z.string().min(10, 'Please choose a password of at least 10 characters.').max(200),
  workspaceName: z.string().trim().min(1).max(200),
})
export const SetupDone = z.object({ workspaceId: z.string(), apiKey: z.string() })

/** `GET /api/me`: who is asking. `setupNeeded` is answered without a session too, so that pages know where to lead. */
export const Me = z.object({
  setupNeeded: z.boolean(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  workspace: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }).nullable(),
  role: Role.nullable(),
})
export type Me = z.infer<typeof Me>
