import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { compareLists } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

test('the first genuine delivery of a rule, a test that brings no call, is news for the open page', async () => {
  await using product = await startApp({ writer: quickWriter })
  await product.connect()
  const call = await product.gong.finishCall()
  await product.callIn(call, 'drafted')
  const { webhookUrl } = await product.api<{ webhookUrl: string }>('PUT', '/api/integrations/gong/rule', {})
  const rule = await product.gong.control.setRule({ url: webhookUrl, authentication: 'jwt' })
  await product.api('PUT', '/api/integrations/gong/rule', { publicKey: rule.publicKey })
  await compareLists(product)
  expect((await product.connection()).rule?.state).toBe('waiting_for_test')

  const verified = `select verified_at from webhook_key where mode = 'rule_jwt'`
  const news = `select count(*)::int as count from change c
    join webhook_key k on k.connection_id = c.entity_id and k.mode = 'rule_jwt'
    where c.kind = 'connection' and c.xmin = k.xmin`
  await product.gong.control.testRule()
  await until('the delivery to be noted', async () => {
    const { rows } = await product.database.pool.query<{ verified_at: Date | null }>(verified)
    return rows[0]?.verified_at
  })
  // Written by the very transaction that noted the delivery: whatever else happens at that time is other news.
  expect((await product.database.pool.query(news)).rows[0]?.count).toBe(1)
})
