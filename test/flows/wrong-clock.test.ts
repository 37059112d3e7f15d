import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { until } from '../support/until.ts'

const HOUR_MS = 3_600_000

test('a call that was put off by a clock hours ahead does not wait for those hours once the clock is right again', async () => {
  await using product = await startApp()
  await product.connect()
  await until('the first comparison of lists', async () => (await product.connection()).listReadAt)
  const gongCallId = await product.gong.finishCall({ notify: false })

  product.clock.move(3 * HOUR_MS)
  await product.gong.faults({ serverErrors: 1 })
  await product.gong.control.changeCall(gongCallId, { notify: true })
  await until('the call to be put off', async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === gongCallId)
    return call?.reason === 'connection'
  })
  await product.gong.control.clearFaults()
  product.clock.move(-3 * HOUR_MS)

  const call = await product.callIn(gongCallId, 'drafted', 'skipped')
  expect(call.state).toBe('drafted')
})
