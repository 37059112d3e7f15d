import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallList } from '../../src/ingest/call-shapes.ts'
import { startApp } from '../support/app.ts'
import { otherWorkspace } from '../support/people.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'
import { signedIn } from './support/sign-in.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
}, BROWSER_TIMEOUT_MS)
afterAll(() => browser[Symbol.asyncDispose]())

test(
  'the health page says that all is well, shows what came, lets it count again, and sends a test to its own company',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using product = await startApp({ writer: quickWriter, webDir: browser.webDir })
    await product.connect()
    await product.callIn(await product.gong.finishCall(), 'drafted')
    const { page, faults } = await signedIn(browser, product, { path: '/admin/health', heading: 'Health' })
    await page.getByText('All good').waitFor()
    await page.getByText('call.analyzed', { exact: true }).first().waitFor()
    await page.getByRole('table', { name: 'Queues' }).getByText('Reading calls').waitFor()
    const deliveries = page.getByRole('table', { name: 'Deliveries' })
    await deliveries.getByText('Call analysed').waitFor()
    await deliveries.getByText('accepted (202)').waitFor()
    await page.getByRole('button', { name: 'Raw' }).click()
    await page.getByText('signatures and keys are not kept').waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Replay a window' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    const dialog = page.getByRole('dialog', { name: 'Replay deliveries' })
    await dialog.getByText('Nothing is followed up twice').waitFor()
    await dialog.getByRole('button', { name: 'Replay' }).click()
    await page.getByText('One delivery counts once more.').waitFor()

    // Another workspace with another company at Gong stands beside: a test is not for it.
    const other = await otherWorkspace(product)
    await other.connect()
    const { page: theirs } = await signedIn(
      browser,
      product,
      { path: '/admin/health', heading: 'Health' },
      { email: other.email, password: other.password },
    )
    await theirs.getByRole('button', { name: 'Send test' }).click()
    await theirs.getByRole('table', { name: 'Deliveries' }).getByText('Call analysed').waitFor()
    expect((await other.api<CallList>('GET', '/api/calls')).items).toHaveLength(1)
    expect(await product.calls()).toHaveLength(1)

    // On a phone each row is a small stack, and nothing stands out at the side.
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await deliveries.getByText('Call analysed').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(faults).toEqual([])
  },
)

test(
  'a delivery that was acknowledged and can’t be taken in is said, with since when',
  { timeout: BROWSER_TIMEOUT_MS },
  async () => {
    await using product = await startApp({ writer: quickWriter, webDir: browser.webDir })
    await product.connect()
    await product.database.pool.query(
      `insert into arrival (workspace_id, connection_id, webhook_key_id, verified_by, deliveries, size, bytes, received_at, set_aside_at)
       select workspace_id, connection_id, id, 'hmac', '[{}]', 1, 2, now() - interval '5 minutes', now() from webhook_key limit 1`,
    )
    const { page, faults } = await signedIn(browser, product, { path: '/admin/health', heading: 'Health' })
    await page.getByText('we are on 1').waitFor()
    await page.getByText('1 accepted and not taken in yet').waitFor()
    await page.getByText('the server’s log says why').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(faults).toEqual([])
  },
)
