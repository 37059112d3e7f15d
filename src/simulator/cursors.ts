import { errors, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../clock.ts'
import { GongApiError, texts } from './errors.ts'

/**
 * Where a page sequence stands. Gong's cursors were seen to be such JWTs: they name the last record served,
 * freeze the total, and die at a time set with the first page that later pages do not move.
 */
export interface CursorPlace {
  /** Of calls: the last one's start. Users have none. */
  time?: number
  lastId: string
  total: number
  /** Of the page just served; the first is 0. */
  pageNumber: number
  /** Seconds since 1970. */
  exp: number
}

export interface Cursors {
  write(kind: 'call' | 'user', place: CursorPlace): Promise<string>
  /** Throws GongApiError 400: died, or not ours. */
  read(kind: 'call' | 'user', cursor: string): Promise<CursorPlace>
}

export const PAGE_SIZE = 100

export function createCursors(secretHex: string, clock: Clock): Cursors {
  const key = Buffer.from(secretHex, 'hex')
  return {
    write(kind, { lastId, exp, ...place }) {
      return new SignJWT({ ...place, pageSize: PAGE_SIZE, [`${kind}Id`]: lastId })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(exp)
        .sign(key)
    },
    async read(kind, cursor) {
      const { payload } = await jwtVerify(cursor, key, {
        algorithms: ['HS256'],
        currentDate: clock.now(),
      }).catch((error: unknown) => {
        const died = error instanceof errors.JWTExpired
        throw new GongApiError(400, died ? texts.cursorExpired : texts.cursorForged)
      })
      const { total, pageNumber, exp, time, [`${kind}Id`]: lastId } = payload
      if (
        typeof lastId !== 'string' ||
        typeof total !== 'number' ||
        typeof pageNumber !== 'number' ||
        exp === undefined
      )
        throw new GongApiError(400, texts.cursorForged)
      return { lastId, total, pageNumber, exp, ...(typeof time === 'number' && { time }) }
    },
  }
}
