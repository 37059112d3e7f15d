import { createInterface } from 'node:readline'
import pino from 'pino'
import { createTokens } from '../../src/connections/tokens.ts'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/db/open.ts'
import { createAllowance } from '../../src/gong/allowance/allowance.ts'
import { createGong } from '../../src/gong/client.ts'
import { createSecrets } from '../../src/secrets.ts'

/** One of several processes that need a connection's token at the same moment. A round for each time that stdin gives. */
export interface NeederOrders {
  databaseUrl: string
  gongUrl: string
  secretKey: string
  connectionId: string
  needs: number
}

const orders: NeederOrders = JSON.parse(process.argv[2] ?? '{}')
const log = pino({ level: 'silent' })
const { db } = connect({ connectionString: orders.databaseUrl }, log)
const { gong: config } = loadConfig({
  DATABASE_URL: orders.databaseUrl,
  SECRET_KEY: orders.secretKey,
  GONG_APP_URL: orders.gongUrl,
})
// The time of the round: each line of stdin moves it to where the stored token has ended.
let now = new Date()
const clock = { now: () => now }
const gong = createGong({ config, allowance: createAllowance({ db, rate: config.rate, log }), clock, log })
const tokens = createTokens({
  db,
  secrets: createSecrets(orders.secretKey),
  config,
  simulatorUrl: orders.gongUrl,
  gong,
  clock,
})
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  now = new Date(Number(line))
  const got = await Promise.allSettled(
    Array.from({ length: orders.needs }, () => tokens.current(orders.connectionId)),
  )
  const failed = got.filter((each) => each.status === 'rejected').length
  const distinct = new Set(got.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))).size
  process.stdout.write(`${JSON.stringify({ failed, distinct })}\n`)
}
await db.destroy()
