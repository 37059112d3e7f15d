/** The scopes that FastFollow asks for; each is one operation of ours, none is asked to be safe. */
export const GONG_SCOPES = [
  'api:calls:read:basic',
  'api:calls:read:extensive',
  'api:calls:read:transcript',
  'api:users:read',
] as const
export type GongScope = (typeof GONG_SCOPES)[number]
