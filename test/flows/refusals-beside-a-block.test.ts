import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { asked, pass } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

/** Refusals beside a block: put off like any other, never asked for again and again. */

test('details that Gong refuses are asked for again later, also while transcripts are forbidden', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
  const held = await product.gong.finishCall()
  await product.callIn(held, 'held')
  await product.gong.faults({ missingScopes: ['api:calls:read:transcript', 'api:calls:read:extensive'] })
  const id = await product.gong.finishCall()
  await until('the details to be asked for and put off', async () => {
    const call = (await product.calls()).find((each) => each.gongCallId === id)
    return call?.nextTryAt && new Date(call.nextTryAt) > product.clock.now()
  })
  expect(asked(product, '/extensive').map(({ status }) => status)).toEqual([200, 401])
  await product.gong.faults({ missingScopes: [] })
  await pass(product, 3)
  await product.callIn(id, 'drafted')
  await product.callIn(held, 'drafted')
})
