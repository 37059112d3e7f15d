import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { buildApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { createSecrets } from '../../../src/secrets.ts'
import { createTestDatabase } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { startTestSimulator, type TestSimulator } from '../../support/simulator.ts'

/** The product as it is on a new machine: nobody has set it up, a simulator stands beside it. */
export interface FreshApp extends AsyncDisposable {
  url: string
  setupLink: string
  gong: TestSimulator
}

export async function startFresh(webDir: string): Promise<FreshApp> {
  const database = await createTestDatabase()
  const gong = await startTestSimulator()
  const port = await freePort()
  const setupToken = randomBytes(16).toString('base64url')
  const config = loadConfig({
    PORT: String(port),
    DATABASE_URL: database.url,
    SECRET_KEY: randomBytes(32).toString('base64url'),
    SETUP_TOKEN: setupToken,
    DATA_DIR: tmpdir(),
    GONG_APP_URL: gong.url,
    LOG_LEVEL: 'silent',
  })
  const app = await buildApp({
    config,
    database: { ...database, clientConfig: { connectionString: database.url } },
    secrets: createSecrets(config.secretKey ?? ''),
    log: pino({ level: 'silent' }),
    roles: { web: true, worker: true },
    simulator: { url: gong.url, setPerson: (person) => gong.control.setPerson(person) },
    webDir,
  })
  await app.start()
  const url = `http://localhost:${port}`
  return {
    url,
    setupLink: `${url}/setup#token=${setupToken}`,
    gong,
    async [Symbol.asyncDispose]() {
      await app.stop(5000)
      await gong.stop()
      await database.drop()
    },
  }
}
