import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GongClient } from '../../test/support/gong-client.ts'
import { startTestSimulator } from '../../test/support/simulator.ts'
import type { TestSimulator } from '../../test/support/simulator.ts'

let folder: string
let stateFile: string
let simulator: TestSimulator
const gong = new GongClient(() => simulator)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'))
  stateFile = join(folder, 'state.json')
  simulator = await startTestSimulator({ stateFile })
})
afterEach(async () => {
  await simulator.stop()
  await rm(folder, { recursive: true })
})

test('calls, tokens and subscriptions are still there', async () => {
  const tokens = await gong.connect()
  const id = await simulator.finishCall({ transcript: 'Ada: Hello there.\nBen: I send it tomorrow.' })
  await gong.ask(tokens.access_token, '/v2/webhooks/subscriptions', {
    event: 'call.analyzed',
    url: 'http://localhost:1/x',
  })
  await simulator.stop()
  simulator = await startTestSimulator({ stateFile })
  expect((await gong.ask(tokens.access_token, '/v2/webhooks/subscriptions')).body.subscriptions).toHaveLength(
    1,
  )
  const { body } = await gong.ask(tokens.access_token, '/v2/calls/transcript', { filter: { callIds: [id] } })
  expect(body.callTranscripts[0].transcript).toHaveLength(2)
  const refreshed = await gong.askForTokens({
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
  })
  expect(refreshed.status).toBe(200)
})

test('a kill right after a refresh loses nothing: the answer is on disk before it is sent', async () => {
  const copy = join(folder, 'copy.json')
  const tokens = await gong.connect()
  const refreshed = await gong.askForTokens({
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
  })
  await copyFile(stateFile, copy)
  await simulator.stop()
  simulator = await startTestSimulator({ stateFile: copy })
  const again = await gong.askForTokens({
    grant_type: 'refresh_token',
    refresh_token: refreshed.body.refresh_token,
  })
  expect(again.status).toBe(200)
})

test('no token is readable in the state file', async () => {
  const { access_token, refresh_token } = await gong.connect()
  const { body } = await gong.ask(access_token, '/v2/webhooks/subscriptions', {
    event: 'call.analyzed',
    url: 'http://localhost:1/x',
  })
  await simulator.stop()
  const text = await readFile(stateFile, 'utf8')
  expect(text).toContain('http://localhost:1/x')
  for (const secret of [access_token, refresh_token, body.subscription.token.slice(6)])
    expect(text).not.toContain(secret)
})
