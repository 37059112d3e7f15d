import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { findChromium, NO_CHROMIUM } from '../support/chromium.ts'
import { compareLists, issueOpen, pass } from '../support/issues.ts'
import { joinAs } from '../support/people.ts'
import { quickWriter } from '../support/quick-writer.ts'
import { until } from '../support/until.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'
import { signedIn } from './support/sign-in.ts'

const GONG = { path: '/integrations/gong', heading: 'Gong' }
const HEALTH = { path: '/admin/health', heading: 'Health' }
const CALLS = { path: '/calls', heading: 'Calls' }

/** What goes wrong with Gong is named in words where people look, with the fix; it goes by itself when it works again. */
describe.skipIf(!findChromium())(
  `the connection in the browser${findChromium() ? '' : ` (${NO_CHROMIUM})`}`,
  { timeout: BROWSER_TIMEOUT_MS },
  () => {
    let browser: TestBrowser
    let product: TestApp
    beforeAll(async () => {
      browser = await openBrowser()
      product = await startApp({ writer: quickWriter, webDir: browser.webDir })
      expect(await product.connect()).toBe('connected')
    }, BROWSER_TIMEOUT_MS)
    afterEach(async () => void (await product.gong.control.clearFaults()))
    afterAll(async () => {
      await product[Symbol.asyncDispose]()
      await browser[Symbol.asyncDispose]()
    })

    test('forbidden: the scope is named, Reconnect is offered, and the waiting call is done by itself', async () => {
      const { page, faults } = await signedIn(browser, product, GONG)
      const { page: health } = await signedIn(browser, product, HEALTH)
      await health.getByText('All good').waitFor()

      await product.gong.faults({ missingScopes: ['api:calls:read:transcript'] })
      const call = await product.gong.finishCall()
      const problem = openProblem(
        page,
        'Gong refuses transcripts: the scope api:calls:read:transcript is missing.',
      )
      await problem.getByText('One call waits.').waitFor()
      await problem.getByText('Add the scope api:calls:read:transcript to the OAuth client in Gong').waitFor()
      await page.getByText('Refused now').waitFor()
      await health.getByText('1 thing needs you').waitFor()
      await health.getByRole('link', { name: 'Health' }).getByText('needs you').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await accessibilityFaults(health)).toEqual([])

      // The administrator has added the scope in Gong.
      await product.gong.faults({ missingScopes: [] })
      await problem.getByRole('link', { name: 'Reconnect' }).click()
      await allow(page)
      await page.getByText('Gong is connected', { exact: true }).waitFor()
      await problem.waitFor({ state: 'detached' })
      await product.callIn(call, 'drafted')
      await health.getByText('All good').waitFor()
      expect(faults).toEqual([])
    })

    test('webhook_subscription_failed: whose subscription holds the place is shown, and Replace asks before it takes it', async () => {
      const { page, faults } = await signedIn(browser, product, GONG)
      await product.gong.control.spoilSubscriptions('removed')
      await product.gong.faults({ conflictingSubscription: true })
      const way = page.getByRole('listitem', { name: 'Subscription' })
      await way.getByRole('button', { name: 'Check and renew' }).click()

      const problem = openProblem(page, 'Gong already has a subscription for call.analyzed')
      await problem.getByText('https://hooks.other-tool.example/gong/calls').waitFor()
      await problem.getByText('Until then calls are found by comparing lists').waitFor()
      await page.getByText('We compare Gong’s list with ours every few minutes').waitFor()
      await problem.getByRole('button', { name: 'Resubscribe' }).click()
      await way.getByText('Another one holds the place').waitFor()

      await problem.getByRole('button', { name: 'Replace' }).click()
      const dialog = page.getByRole('dialog', { name: 'Replace the other subscription?' })
      await dialog.getByText('https://hooks.other-tool.example/gong/calls').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      expect(product.gong.requests().requests.some(({ method }) => method === 'DELETE')).toBe(false)

      await problem.getByRole('button', { name: 'Replace' }).click()
      await dialog.getByRole('button', { name: 'Remove it and take its place' }).click()
      await problem.waitFor({ state: 'detached' })
      await way.getByText('In use').waitFor()
      expect(faults).toEqual([])
    })

    test('rate_limit: until when and what waits stands above every page, for reps too, and goes when it is over', async () => {
      const rep = await joinAs(product, { name: 'Priya Nair', email: 'priya@lumen.example' })
      const { page, faults } = await signedIn(browser, product, CALLS, rep)
      const { page: admin } = await signedIn(browser, product, HEALTH)
      await product.gong.faults({ rateLimited: true, retryAfterS: 1200 })
      const call = await product.gong.finishCall()

      const banner = page.getByRole('complementary', { name: 'Notice' })
      await banner.getByText(/Gong asked us to slow down until \d\d:\d\d\. One call is waiting\./).waitFor()
      expect(await banner.innerText()).not.toContain('rate_limit')
      expect(await accessibilityFaults(page)).toEqual([])
      await openProblem(admin, 'Gong asked us to slow down until').getByText('Nothing to do').waitFor()
      await admin.getByText(/paused by Gong until \d\d:\d\d, one call waits/).waitFor()

      // The wait is over. The database's clock and the process's own count it, which a test can't move: the row is changed and
      // the process started again, and the open pages find their way back by themselves.
      await product.gong.faults({ rateLimited: false })
      expect(faults).toEqual([])
      await product.database.pool.query(
        'update allowance set paused_until = clock_timestamp(), paused_from = clock_timestamp()',
      )
      await product.restart()
      await pass(product, 25)
      await product.callIn(call, 'drafted')
      await banner.waitFor({ state: 'detached' })
      await admin.getByText('All good').waitFor()
    })

    test('unauthorized_client: Gong’s turn is said, everything entered is kept, and trying again connects', async () => {
      const { page, faults } = await signedIn(browser, product, GONG)
      const { page: health } = await signedIn(browser, product, HEALTH)
      await product.gong.faults({ unapprovedClient: true })
      await page.getByRole('link', { name: 'Reconnect' }).click()
      await page.getByText('Gong has not activated your OAuth client yet').waitFor()
      await page.getByText('Ask your Gong customer success manager to activate it').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await health.getByText('1 is Gong’s turn').waitFor()
      const problem = openProblem(health, 'Gong has not activated the OAuth client')
      await problem.getByText('Ask your Gong customer success manager').waitFor()

      await product.gong.faults({ unapprovedClient: false })
      await page.getByRole('link', { name: 'Reconnect' }).first().click()
      await allow(page)
      await page.getByText('Gong is connected', { exact: true }).waitFor()
      await problem.waitFor({ state: 'detached' })
      await health.getByText('All good').waitFor()
      expect(faults).toEqual([])
    })

    test('lost access: the banner says since when, who can mend it and what waits, without a code, and Reconnect ends it', async () => {
      const rep = await joinAs(product, { name: 'Sam Ortiz', email: 'sam@lumen.example' })
      const { page: theirs } = await signedIn(browser, product, CALLS, rep)
      const { page, faults } = await signedIn(browser, product, CALLS)
      await product.gong.faults({ revokeTokens: true })
      const call = await product.gong.finishCall()
      await issueOpen(product, 'needs_reconnect')

      const banner = theirs.getByRole('complementary', { name: 'Notice' })
      await banner
        .getByText(
          /Gong stopped letting us in .+\. Anna sees it here, too, and can mend it\. One call is waiting\./,
        )
        .waitFor()
      expect(await banner.getByRole('link').count()).toBe(0)
      expect(await theirs.getByRole('main').innerText()).not.toMatch(/needs_reconnect|forbidden/)
      expect(await accessibilityFaults(theirs)).toEqual([])

      const mine = page.getByRole('complementary', { name: 'Notice' })
      await mine.getByRole('link', { name: 'Reconnect' }).click()
      await allow(page)
      await page.getByText('Gong is connected', { exact: true }).waitFor()
      await product.callIn(call, 'drafted')
      await banner.waitFor({ state: 'detached' })
      expect(faults).toEqual([])
    })

    test('an automation rule is set up step by step, and its test delivery is seen to arrive', async () => {
      const { page, faults } = await signedIn(browser, product, GONG)
      await product.gong.faults({ subscriptionsNotOffered: true })
      await page.getByRole('button', { name: 'Check and renew' }).click()
      const way = page.getByRole('listitem', { name: 'Automation rule' })
      // It opens by itself: with today's Gong it is the next step.
      await way.getByRole('button', { name: 'Make the address' }).click()
      await way.getByRole('button', { name: 'Copy the address' }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await way.getByRole('button', { name: 'Copy the address' }).click()
      const url = await page.evaluate(() => navigator.clipboard.readText())
      const rule = await product.gong.control.setRule({ url, authentication: 'jwt' })

      await way.getByLabel('Public key of the rule').fill('not a key')
      await way.getByRole('button', { name: 'Save the key' }).click()
      await way.getByText('The key was not stored').waitFor()
      expect(await way.getByLabel('Public key of the rule').inputValue()).toBe('not a key')
      await way.getByLabel('Public key of the rule').fill(rule.publicKey)
      await way.getByRole('button', { name: 'Save the key' }).click()
      await way.getByRole('status').getByText('Waiting for the test delivery').waitFor()

      // All else has come to rest, so that only the test delivery itself can move the page.
      const call = await product.gong.finishCall({ notify: false })
      await compareLists(product)
      await product.callIn(call, 'drafted')
      await product.gong.control.testRule()
      await way.getByRole('status').getByText('Verified').waitFor()
      await way.getByText('In use, verified').waitFor()

      await way.getByLabel('My rule has a filter').check()
      await until(
        'the filter to be known',
        async () => (await product.connection()).rule?.filter === 'external_only',
      )
      await way.getByRole('button', { name: 'New address' }).click()
      const dialog = page.getByRole('dialog', { name: 'Make a new webhook address?' })
      await dialog.getByText('The old one works for one more hour').waitFor()
      await dialog.getByRole('button', { name: 'Make a new address' }).click()
      await until('another address', async () => (await product.connection()).rule?.webhookUrl !== url)
      await way.getByText((await product.connection()).rule!.webhookUrl).waitFor()
      // Of the wrong key, which the browser writes down by itself.
      expect(faults).toEqual([expect.stringContaining('status of 400')])
    })

    test('the owner hands the connection over; when the new owner leaves, an admin takes it over from the banner', async () => {
      const ben = await joinAs(product, { name: 'Ben Fischer', email: 'ben@lumen.example', role: 'admin' })
      const { page, faults } = await signedIn(browser, product, GONG)
      await page.getByRole('button', { name: 'Hand over' }).click()
      const dialog = page.getByRole('dialog', { name: 'Hand the connection over' })
      expect(await accessibilityFaults(page)).toEqual([])
      await dialog.getByLabel('New owner').selectOption({ label: 'Ben Fischer · ben@lumen.example' })
      await dialog.getByRole('button', { name: 'Hand it over' }).click()
      await page.getByText('ben@lumen.example').waitFor()
      expect((await product.connection()).owner).toMatchObject({ email: ben.email })

      await page.getByRole('link', { name: 'Calls', exact: true }).click()
      await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor()
      const { owner } = await product.connection()
      await product.ask('DELETE', `/api/members/${owner?.userId}`)
      const banner = page.getByRole('complementary', { name: 'Notice' })
      await banner
        .getByText('The person who connected Gong has left, and nobody owns the connection.')
        .waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await banner.getByRole('button', { name: 'Take it over' }).click()
      await banner.waitFor({ state: 'detached' })
      expect((await product.connection()).owner).toMatchObject({ email: product.owner.email })
      expect(faults).toEqual([])
    })
  },
)

/** An open problem by its first words: it stays the same element while it counts and waits. */
function openProblem(page: Page, words: string) {
  return page.getByRole('region', { name: 'Open problems' }).getByRole('status').filter({ hasText: words })
}

/** Gong's own page, where the administrator allows the access. */
async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /allow/i }).click()
}
