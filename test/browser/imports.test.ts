import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import {
  accessibilityFaults,
  BROWSER_TIMEOUT_MS,
  openBrowser,
  type TestBrowser,
  type Visitor,
} from './support/browser.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
}, BROWSER_TIMEOUT_MS)
afterAll(() => browser[Symbol.asyncDispose]())

async function signedIn(product: TestApp): Promise<Visitor> {
  const visitor = await browser.visit()
  await visitor.page.goto(`${product.url}/login?to=/admin/backfills`)
  await visitor.page.getByLabel(/e-mail/i).fill(product.owner.email)
  await visitor.page.getByLabel(/^password/i).fill(product.owner.password)
  await visitor.page.getByRole('button', { name: /sign in/i }).click()
  await visitor.page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor()
  return visitor
}

test(
  'an import is estimated, started, watched, paused, and goes on to its end; another waits for its hours',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using product = await startApp({ webDir: browser.webDir })
    await product.connect()
    await product.gong.seed({ calls: 1_200, days: 80, seed: 7 })
    const { page, faults } = await signedIn(product)

    await page.getByRole('button', { name: 'Count the calls' }).click()
    await page.getByText('requests to Gong').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Start import' }).click()
    const run = page.getByRole('listitem').filter({ hasText: 'started by' }).first()
    await run.getByText('Running').waitFor()
    await run.getByRole('button', { name: 'Pause' }).click()
    await run.getByText('Paused').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await run.getByRole('button', { name: 'Go on' }).click()
    await run.getByText('Done').waitFor({ timeout: BROWSER_TIMEOUT_MS })
    await run.getByText('only our own people').waitFor()

    await page.getByRole('button', { name: 'Count the calls' }).click()
    await page.getByText('here already').waitFor()
    await page.getByText('At quiet hours').click()
    await page.getByRole('button', { name: 'Schedule import' }).click()
    await page.getByRole('listitem').filter({ hasText: '22:00–06:00 (Europe/Berlin)' }).waitFor()
    expect(faults).toEqual([])
  },
)
