import type { TestApp } from './app.ts'
import { until } from './until.ts'

/** Waits until what connecting set in motion is over (users read, lists compared): what is asked later is the test's. */
export async function untilIdle(product: TestApp): Promise<void> {
  await until('what connecting began to be over', async () => {
    const { rows } = await product.database.pool.query<{ isOver: boolean }>(`
      select users_read_at is not null and list_read_at is not null and list_next_at is not null and not exists (
        select 1 from jobs.job
        where name in ('gong-users', 'gong-reconcile', 'gong-subscription') and state < 'completed') as "isOver"
      from connection`)
    return rows[0]?.isOver
  })
}
