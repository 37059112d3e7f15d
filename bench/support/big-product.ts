import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Pool } from 'pg'
import { loadConfig } from '../../src/config.ts'
import { openDb } from '../../src/db/open.ts'
import { freePort } from '../../test/support/free-port.ts'
import { startChild } from './child.ts'
import { askJson, setUp } from './connect.ts'

/** The product with its embedded database, connected to no Gong, so that the rows put into it are all there is. */
export interface BigProduct extends AsyncDisposable {
  url: string
  workspaceId: string
  /** The database beside the product. */
  pool: Pool
  /** A key of the owner's, who sees every call. */
  ownerKey: string
  /** Lets somebody join; answers a key of theirs. */
  join(email: string): Promise<string>
}

export async function startBigProduct(): Promise<BigProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'fastfollow-bench-'))
  const setupToken = randomBytes(16).toString('base64url')
  const port = await freePort()
  const env = { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' }
  const server = await startChild('bin/fastfollow.js', ['serve'], {
    // A Gong that nobody connects to: without its address the simulator would start along.
    env: { ...env, PORT: String(port), GONG_APP_URL: 'http://localhost:9', SETUP_TOKEN: setupToken },
    until: /^FastFollow is ready/,
  })
  const url = `http://localhost:${port}`
  const { apiKey, workspaceId } = await setUp(url, setupToken)
  const database = await openDb(loadConfig(env), { log: pino({ level: 'silent' }), as: 'command' })
  return {
    url,
    workspaceId,
    pool: database.pool,
    ownerKey: apiKey,
    async join(email) {
      const owner = { authorization: `Bearer ${apiKey}` }
      const { link } = await askJson<{ link: string }>(
        `${url}/api/members/invite`,
        'POST',
        { email, role: 'member' },
        owner,
      )
      const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
      const joined = await fetch(`${url}/api/join`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify({ token, name: email, password: randomBytes(12).toString('base64url') }),
      })
      if (!joined.ok) throw new Error(`joining answered ${joined.status}: ${await joined.text()}`)
      const cookie = joined.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ')
      const { key } = await askJson<{ key: string }>(
        `${url}/api/keys`,
        'POST',
        { name: 'Bench' },
        { origin: url, cookie },
      )
      return key
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
