import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { startProcess, type ProductProcess } from '../support/product-process.ts'
import { connectProgram } from '../support/program.ts'
import { startTestSimulator } from '../support/simulator.ts'
import { until } from '../support/until.ts'

test(
  'killed at any moment and started again, every acknowledged event ends as one follow-up or a visible reason',
  { timeout: 240_000, retry: 0 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'fastfollow-killed-'))
    const port = await freePort()
    const setupToken = randomBytes(16).toString('hex')
    await using gong = await startTestSimulator()
    const url = `http://localhost:${port}`
    const env = {
      PORT: String(port),
      DATA_DIR: dataDir,
      SETUP_TOKEN: setupToken,
      GONG_APP_URL: gong.url,
      LOG_LEVEL: 'warn',
      // What a comparison of lists would find again must not hide what was lost.
      RECONCILE_EVERY: '1d',
    }
    let product: ProductProcess = await startProcess(env)
    try {
      const program = await connectProgram(url, setupToken)
      const acknowledged = (): Set<string> =>
        new Set(
          gong.control
            .deliveries()
            .filter(({ attempts }) => attempts.some(({ status }) => status === 202))
            .map(({ callId }) => callId),
        )
      for (const enough of [10, 60, 110]) {
        await gong.finishCalls({ count: 60 })
        await until('some events to be acknowledged', async () => acknowledged().size >= enough)
        await product.kill()
        product = await startProcess(env)
      }
      const ids = acknowledged()
      expect(ids.size).toBeGreaterThanOrEqual(110)
      const calls = await until(
        'every acknowledged call at its end',
        async () => {
          const all = await program.calls()
          const known = new Set(all.map((call) => call.gongCallId))
          const isOver = all.every(({ state }) => state === 'drafted' || state === 'skipped')
          return isOver && [...ids].every((id) => known.has(id)) && all
        },
        150_000,
      )
      expect(new Set(calls.map((call) => call.gongCallId)).size).toBe(calls.length)
      for (const call of calls)
        expect(call.state === 'drafted' ? call.followUp : call.reasonText).not.toBeNull()
    } finally {
      await product.kill()
      // Its Postgres goes by itself, a moment later.
      await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
    }
  },
)
