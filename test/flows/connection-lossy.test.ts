import { expect, test } from 'vitest'
import type { Health } from '../../src/health/health-shapes.ts'
import { startApp } from '../support/app.ts'
import { compareLists } from '../support/issues.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'

const CALLS = 500

test(
  'a fifth of the webhooks lost, a tenth sent twice, many late: after one comparison every call is drafted once',
  { timeout: 240_000 },
  async () => {
    await using product = await startApp({ writer: quickWriter })
    await product.connect()
    await until('the first comparison', async () => {
      const { rows } = await product.database.pool.query(
        'select 1 from connection where listening_from is not null',
      )
      return rows.length === 1
    })
    await product.gong.faults({ dropWebhooks: 0.2, duplicateWebhooks: 0.1 })
    await product.gong.finishCalls({ count: CALLS - 50, parties, transcript })
    // These are announced only after the lists were compared.
    await product.gong.faults({ delayWebhooksS: 15, dropWebhooks: 0 })
    await product.gong.finishCalls({ count: 50, parties, transcript })
    await compareLists(product)
    const health = (): Promise<Health> => product.api<Health>('GET', '/api/admin/health')
    const drafted = await until(
      'every call to be drafted',
      async () => {
        const now = await health()
        return now.completeness.states.drafted === CALLS && now
      },
      200_000,
    )
    expect(drafted.completeness).toMatchObject({ known: CALLS, difference: 0 })
    expect(drafted.completeness.comparisons[0]?.difference).toBe(0)
    // When the last late event has come, the page says how many never did: about a fifth of 450.
    const lost = await until('the late events', async () => {
      const { rows } = await product.database.pool.query<{ announced: string }>(
        'select count(distinct gong_call_id) as announced from delivery',
      )
      const missed = CALLS - Number(rows[0]!.announced)
      return missed < 150 && (await health()).events.found === missed && missed
    })
    expect(lost).toBeGreaterThan(50)
    const { rows } = await product.database.pool.query<{ calls: string; versions: string }>(
      'select count(distinct f.call_id) as calls, count(*) as versions from follow_up f join follow_up_version v on v.follow_up_id = f.id',
    )
    expect(rows[0]).toEqual({ calls: String(CALLS), versions: String(CALLS) })
    expect(product.gong.requests().mostInAnySecond).toBeLessThanOrEqual(3)
  },
)

const parties = [
  { name: 'Anna Berg', emailAddress: 'anna@lumen.example', affiliation: 'Internal' as const },
  { name: 'Maya Lindqvist', emailAddress: 'maya@northwind.example', affiliation: 'External' as const },
]
const transcript = [
  { speaker: 'Anna Berg', text: 'I will send you the sheet by Thursday.' },
  { speaker: 'Maya Lindqvist', text: 'Great, thank you.' },
]
