import type { Ask } from './ask.ts'
import type { Gong } from './gong.ts'
import { readPage } from './parse-each.ts'
import { GongUser } from './schemas.ts'

/** The company's people at Gong, a page of 100 at a time. */
export function userOperations(ask: Ask): Pick<Gong, 'users'> {
  return {
    async users(session, cursor) {
      const body = await ask(session, {
        operation: 'users',
        method: 'GET',
        path: '/v2/users',
        query: { cursor },
        isList: true,
      })
      return readPage(body, 'users', GongUser, (user) => user['id'])
    },
  }
}
