import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { untilIdle } from '../support/until-idle.ts'
import { until } from '../support/until.ts'

test('500 events at once cost at most 16 requests, none of them refused, and all are drafted once', async () => {
  await using product = await startApp()
  await product.connect()
  await untilIdle(product)
  const before = product.gong.requests().total
  const ids = await product.gong.finishCalls({ count: 500 })
  expect(ids).toHaveLength(500)

  const states = await until('500 calls at their end', async () => {
    const { rows } = await product.database.pool.query<{ state: string; count: string }>(
      'select state, count(*) from call group by state',
    )
    const open = rows.some((row) => row.state === 'expected' || row.state === 'fetched')
    const total = rows.reduce((sum, row) => sum + Number(row.count), 0)
    return total === 500 && !open && rows
  })

  const { requests, total, refused } = product.gong.requests()
  expect(requests.length).toBeGreaterThan(0)
  expect(refused).toBe(0)
  expect(total - before).toBeLessThanOrEqual(16)
  expect(states.filter((row) => row.state === 'failed')).toEqual([])
  const { rows } = await product.database.pool.query<{ calls: string; followUps: string }>(
    `select count(distinct call_id) as calls, count(*) as "followUps" from follow_up`,
  )
  expect(rows[0]!.calls).toBe(rows[0]!.followUps)
})
