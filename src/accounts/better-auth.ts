import { betterAuth } from 'better-auth'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/id.ts'
import type { Secrets } from '../secrets.ts'
import { takeAttempt } from './attempts.ts'

export interface AuthLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface BetterAuthParts {
  db: Db
  /** The address that browsers use: decides the cookie's Secure flag and the origin that may sign in. */
  publicUrl: string
  secrets: Secrets
  clock: Clock
  log: AuthLog
}

/** Where the routes put the client's address, replacing whatever the client sent under this name. */
export const CLIENT_IP_HEADER = 'x-fastfollow-client-ip'

const DAY_S = 24 * 60 * 60

/** From one address. An office behind one address signs in on a Monday morning too. */
const SIGN_IN_LIMIT = { window: 60, max: 20 }

/**
 * The library that keeps passwords and sessions. Everything that lets a stranger in or changes an account by
 * mail is off; what is left is reached only through the routes of `auth-routes.ts`.
 */
export function createBetterAuth({ db, publicUrl, secrets, clock, log }: BetterAuthParts) {
  return betterAuth({
    appName: 'FastFollow',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: secrets.derive('sessions').toString('base64url'),
    trustedOrigins: [new URL(publicUrl).origin],
    database: { db, type: 'postgres', transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    user: {
      modelName: 'user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: 30 * DAY_S,
      updateAge: DAY_S,
    },
    account: {
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      accountLinking: { enabled: false },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    rateLimit: {
      enabled: true,
      customRules: {
        '/sign-in/email': SIGN_IN_LIMIT,
        '/change-password': SIGN_IN_LIMIT,
        '/get-session': false,
        '/sign-out': false,
      },
      customStorage: {
        consume: async (key, rule) => {
          const waitS = await takeAttempt(db, clock, `auth|${key}`, { max: rule.max, windowS: rule.window })
          return { allowed: waitS === null, retryAfter: waitS }
        },
      },
    },
    advanced: {
      cookiePrefix: 'fastfollow',
      useSecureCookies: publicUrl.startsWith('https:'),
      // The library switches both checks off by itself under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
      database: { generateId: () => newId(), validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      // The library's further arguments may hold rows and requests: the message is enough, and safe.
      log: (level, message) => log[level === 'error' ? 'error' : 'warn']({ from: 'better-auth' }, message),
    },
  })
}

export type BetterAuth = ReturnType<typeof createBetterAuth>
