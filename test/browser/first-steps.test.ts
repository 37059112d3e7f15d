import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, NO_CHROMIUM } from '../support/chromium.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'
import { startFresh, type FreshApp } from './support/fresh-app.ts'

/** What a new owner does on a new machine, from the setup link to the first follow-up. */
describe.skipIf(!findChromium())(
  `first steps in the browser${findChromium() ? '' : ` (${NO_CHROMIUM})`}`,
  { timeout: BROWSER_TIMEOUT_MS },
  () => {
    let browser: TestBrowser
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser[Symbol.asyncDispose]())

    test('set up, follow the walkthrough, connect, finish a call, read its follow-up', async () => {
      await using fresh = await startFresh(browser.webDir)
      const { page, faults } = await browser.visit()

      await setUp(page, fresh)
      await seeWalkthrough(page, fresh)
      await connect(page)
      await page.getByText('Waiting for the first call', { exact: true }).waitFor()
      expect(await page.getByText('Granted', { exact: true }).count()).toBe(4)
      await page
        .getByText(/Connected to the simulator by Anna Berg\. Gong tells us of each call at once/)
        .waitFor()
      expect(await accessibilityFaults(page)).toEqual([])

      await page.getByRole('link', { name: 'Calls', exact: true }).click()
      await page.getByRole('heading', { name: 'Waiting for the first call' }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await fresh.gong.finishCall({ title: 'Pricing and rollout' })

      // Nobody reloads: the live stream brings the call, and then its follow-up.
      const row = page.getByRole('listitem').filter({ hasText: 'Pricing and rollout' })
      await row.getByText('Follow-up ready').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])

      await row.getByRole('link', { name: 'Pricing and rollout' }).click()
      await sentenceLeadsToItsWords(page)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(faults).toEqual([])
    })

    test('the setup link proves who may set up: it leaves the address at once, and without it one is told where it is', async () => {
      await using fresh = await startFresh(browser.webDir)
      const { page } = await browser.visit()
      await page.goto(`${fresh.url}/`)
      await page.getByRole('heading', { name: 'Open the setup link' }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])

      // The link is opened in a page that stands there already: only the fragment changes.
      await page.goto(fresh.setupLink)
      await page.getByRole('heading', { name: 'Set up FastFollow' }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: 'Open the setup link' }).waitFor()
      expect(page.url()).toBe(`${fresh.url}/setup`)
    })

    test('a form says what is missing where it is missing, and keeps what was typed', async () => {
      await using fresh = await startFresh(browser.webDir)
      const { page } = await browser.visit()
      await page.goto(fresh.setupLink)
      await page.getByLabel('Your name').fill('Anna Berg')
      await page.getByLabel('Password', { exact: true }).fill('short')
      await page.getByRole('button', { name: 'Create the workspace' }).click()
      await page.getByText('Please choose at least 10 characters.').waitFor()
      await page.getByText(/Please give a whole e-mail address/).waitFor()
      expect(await page.getByLabel('Your name').inputValue()).toBe('Anna Berg')
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email')
      expect(await accessibilityFaults(page)).toEqual([])
    })

    test('who refuses the access, or a part of it, is told what that means', async () => {
      await using fresh = await startFresh(browser.webDir)
      const { page } = await browser.visit()
      await setUp(page, fresh)

      await page.getByRole('link', { name: 'Connect', exact: true }).click()
      await page.getByRole('button', { name: /deny/i }).click()
      await page.getByText('The access was refused').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])

      await page.getByRole('link', { name: 'Connect again' }).click()
      await page.getByRole('checkbox', { name: /api:calls:read:transcript/ }).uncheck()
      await page.getByRole('button', { name: /allow/i }).click()
      await page.getByText('Gong is connected, but not everything was allowed').waitFor()
      await page.getByText('Not granted').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
    })

    test('disconnecting asks once, says what goes and what stays, and leads back to the walkthrough', async () => {
      await using fresh = await startFresh(browser.webDir)
      const { page } = await browser.visit()
      await setUp(page, fresh)
      await connect(page)
      await page.getByRole('button', { name: 'Disconnect' }).click()
      const dialog = page.getByRole('dialog', { name: 'Disconnect Gong?' })
      await dialog.getByText(/all calls and follow-ups/).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Disconnect' }).click()
      await page.getByRole('heading', { name: 'Enter the client and connect' }).waitFor()
    })
  },
)

async function setUp(page: Page, fresh: FreshApp): Promise<void> {
  await page.goto(fresh.setupLink)
  await page.getByLabel('Your name').fill('Anna Berg')
  await page.getByLabel('E-mail').fill('anna@lumen.example')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByLabel('Workspace').fill('Lumen')
  expect(page.url()).toBe(`${fresh.url}/setup`)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.waitForURL(`${fresh.url}/integrations/gong`)
}

async function seeWalkthrough(page: Page, fresh: FreshApp): Promise<void> {
  for (const step of [
    'Create an OAuth client in Gong',
    'Tick these four scopes, and no others',
    'Enter the client and connect',
  ]) {
    await page.getByRole('heading', { name: step }).waitFor()
  }
  await page.getByText('Gong technical administrator').waitFor()
  await page.getByText('about 15 minutes').waitFor()
  expect(await page.getByRole('button', { name: /^Copy api:/ }).count()).toBe(4)
  await page.getByRole('button', { name: 'Copy the redirect URI' }).click()
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${fresh.url}/api/integrations/gong/callback`,
  )
  expect(await accessibilityFaults(page)).toEqual([])
}

async function connect(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Connect', exact: true }).click()
  await page.getByRole('button', { name: /allow/i }).click()
  await page.getByText('Gong is connected', { exact: true }).waitFor()
}

/** A click on a sentence of the mail marks the words it rests on and brings them into sight. */
async function sentenceLeadsToItsWords(page: Page): Promise<void> {
  const sentence = page.locator('[data-part^="sentences:"][data-kind="grounded"]').last()
  await sentence.click()
  const words = page.locator('[data-s][data-marked]').first()
  await words.waitFor()
  await page.waitForFunction(() => {
    const marked = document.querySelector('[data-s][data-marked]')?.getBoundingClientRect()
    return marked !== undefined && marked.top > 0 && marked.bottom < window.innerHeight
  })
}
