import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'
import { signedIn } from './support/sign-in.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
}, BROWSER_TIMEOUT_MS)
afterAll(() => browser[Symbol.asyncDispose]())

test(
  'an import is estimated, started, watched, paused, and goes on to its end; another waits for its hours, and is cancelled',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using product = await startApp({ webDir: browser.webDir })
    await product.connect()
    await product.gong.seed({ calls: 1_200, days: 80, seed: 7 })
    const { page, faults } = await signedIn(browser, product, {
      path: '/admin/backfills',
      heading: 'Imports',
    })

    await page.getByRole('button', { name: 'Count the calls' }).click()
    await page.getByText('requests to Gong').waitFor()
    await page.getByText(/^Started now, it ends about \d\d:\d\d\.$/).waitFor()
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
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon')
    await page.getByRole('option', { name: 'Europe/Lisbon' }).click()
    for (const day of ['Sat', 'Sun']) await page.getByText(day, { exact: true }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Schedule import' }).click()
    const scheduled = page
      .getByRole('listitem')
      .filter({ hasText: '22:00–06:00 (Europe/Lisbon), Mon, Tue, Wed, Thu, Fri' })
    await scheduled.getByRole('button', { name: 'Cancel' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel this import?' })
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await scheduled.getByRole('button', { name: 'Cancel' }).click()
    await dialog.getByRole('button', { name: 'Cancel import' }).click()
    await scheduled.getByText('Cancelled').waitFor()
    expect(faults).toEqual([])
  },
)
