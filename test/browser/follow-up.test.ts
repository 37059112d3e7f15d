import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallDetail } from '../../src/ingest/call-shapes.ts'
import type { FollowUp } from '../../src/followups/follow-up-shapes.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { findChromium, NO_CHROMIUM } from '../support/chromium.ts'
import { until } from '../support/until.ts'
import { accessibilityFaults, BROWSER_TIMEOUT_MS, openBrowser, type TestBrowser } from './support/browser.ts'

/** The call page: correct, approve, copy; and nothing typed is lost. */
describe.skipIf(!findChromium())(
  `a follow-up in the browser${findChromium() ? '' : ` (${NO_CHROMIUM})`}`,
  { timeout: BROWSER_TIMEOUT_MS },
  () => {
    let browser: TestBrowser
    let product: TestApp
    let session: Awaited<ReturnType<typeof signIn>>
    beforeAll(async () => {
      browser = await openBrowser()
      product = await startApp({ webDir: browser.webDir })
      expect(await product.connect()).toBe('connected')
      session = await signIn()
    })
    afterAll(async () => {
      await product[Symbol.asyncDispose]()
      await browser[Symbol.asyncDispose]()
    })

    test('a rep corrects a sentence by keyboard, approves and copies exactly what stands there', async () => {
      const call = await draftedCall(product)
      const { page, faults } = await openCall(call)

      await page.locator('[data-part="sentences:1"]').focus()
      await page.keyboard.press('e')
      await page.getByRole('textbox', { name: 'Sentence' }).fill('I enjoyed our talk.')
      await page.keyboard.press('Enter')
      await page
        .locator('[data-part="sentences:1"][data-kind="yours"]')
        .filter({ hasText: 'I enjoyed our talk.' })
        .waitFor()
      await page.getByRole('button', { name: 'version 2' }).waitFor()

      await page.keyboard.press('a')
      await approveAnyway(page)
      await page.getByText('Approved', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Copy', exact: true }).click()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('menuitem', { name: 'Mail as plain text' }).click()
      await page.getByText('The text is copied').waitFor()

      const { followUp } = await product.api<CallDetail>('GET', `/api/calls/${call.id}`)
      expect(followUp?.status).toBe('approved')
      expect(followUp?.mailText).toContain('I enjoyed our talk.')
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(followUp?.mailText)
      expect(faults).toEqual([])
    })

    test('pointing at a sentence marks its words; pointing at words shows what rests on them', async () => {
      const { page } = await openCall(await draftedCall(product))
      const sentence = page.locator('[data-part^="sentences:"][data-kind="grounded"]').first()
      await sentence.hover()
      const words = page.locator('[data-s][data-marked]').first()
      await words.waitFor()
      const index = await words.getAttribute('data-s')
      await page.getByRole('heading', { level: 1 }).hover()
      await expectGone(page, '[data-s][data-marked]')
      await sentence.click()
      await page.locator(`[data-s="${index}"]`).hover()
      await page.locator('[data-part][data-linked]').first().waitFor()
    })

    test('the whole mail can be rewritten as text; what stays keeps its evidence', async () => {
      const call = await draftedCall(product)
      const before = call.followUp?.sentences ?? []
      const { page } = await openCall(call)
      await page.getByRole('button', { name: 'Edit the whole mail' }).click()
      const mail = page.getByRole('textbox', { name: 'Mail' })
      expect(await accessibilityFaults(page)).toEqual([])
      await mail.fill(`${await mail.inputValue()}\n\nPS: See you in Porto!`)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'version 2' }).waitFor()

      const after = await followUpOf(call)
      expect(after.sentences.slice(0, before.length)).toEqual(before)
      expect(after.sentences.slice(before.length)).toMatchObject([
        { text: 'PS: See you in Porto!', kind: 'yours' },
      ])
    })

    test('words of the transcript become a promise with an owner and its evidence', async () => {
      const call = await draftedCall(product)
      const { page } = await openCall(call)
      const at = call.transcript.findIndex((sentence) => sentence.side === 'ours')
      await select(page, at)
      await page.getByRole('button', { name: 'Add as our promise' }).click()
      await page.getByRole('button', { name: 'version 2' }).waitFor()
      const added = (await followUpOf(call)).items.at(-1)
      expect(added).toMatchObject({
        side: 'ours',
        owner: call.transcript[at]?.speaker,
        evidence: [{ sentence: at }],
      })
    })

    test('who, until when and to whom can be changed', async () => {
      const call = await draftedCall(product)
      const { page } = await openCall(call)
      await page.getByRole('button', { name: 'Add to “They do”' }).click()
      await page.getByRole('textbox', { name: 'What' }).fill('Send the list of users')
      await page.getByLabel('Who', { exact: true }).fill('Maya')
      await page.getByLabel('Until').fill('2026-12-01')
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Tue 1 Dec').waitFor()

      const dropped = call.followUp?.to[0]
      await page.getByRole('button', { name: `Take ${dropped?.name ?? dropped?.email} off` }).click()
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByLabel('E-mail address').fill('lee@customer.example')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Take lee@customer.example off' }).waitFor()

      // The page shows an address while it is being saved.
      const after = await until('the address to be saved', async () => {
        const saved = await followUpOf(call)
        return saved.to.some((person) => person.email === 'lee@customer.example') && saved
      })
      expect(after.items.at(-1)).toMatchObject({
        side: 'theirs',
        owner: 'Maya',
        dueDate: '2026-12-01',
        kind: 'yours',
      })
      expect(after.to.map((person) => person.email)).not.toContain(dropped?.email)
    })

    test('when a colleague changed the same sentence, one is told by whom and keeps what one typed', async () => {
      const call = await draftedCall(product)
      const { page } = await openCall(call)
      await page.locator('[data-part="sentences:0"]').dblclick()
      const field = page.getByRole('textbox', { name: 'Sentence' })
      await field.fill('Dear all,')

      const theirs = (call.followUp?.sentences ?? []).map((each, at) =>
        at === 0 ? { ...each, text: 'Hello,' } : each,
      )
      await product.api('PATCH', `/api/follow-ups/${call.followUp?.id}`, {
        version: call.followUp?.version,
        sentences: theirs,
      })
      await page.getByRole('button', { name: 'version 2' }).waitFor()
      await field.press('Enter')

      await page.getByText('Your change of a sentence is not saved').waitFor()
      await page.getByText(/Anna Berg changed this follow-up meanwhile \(version 2\)/).waitFor()
      await page.getByText('Dear all,').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Put mine in now' }).click()
      await page.getByRole('button', { name: 'version 3' }).waitFor()
      expect((await followUpOf(call)).sentences.slice(0, 2).map((each) => each.text)).toEqual([
        'Hello,',
        'Dear all,',
      ])
    })

    test('a change that could not be saved stays on the page until it can', async () => {
      const call = await draftedCall(product)
      const { page } = await openCall(call)
      await page.context().setOffline(true)
      await page.getByRole('button', { name: /^Subject:/ }).click()
      await page.getByRole('textbox', { name: 'Subject' }).fill('Our talk')
      await page.keyboard.press('Enter')
      await page.getByText('Your change of the subject is not saved').waitFor()
      await page.context().setOffline(false)
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('button', { name: 'Subject: Our talk. Edit' }).waitFor()
      await page.getByRole('button', { name: 'version 2' }).waitFor()
      expect((await followUpOf(call)).subject).toBe('Our talk')
    })

    test('a follow-up that a person touched is not overwritten by the writer: the new version is offered', async () => {
      const call = await draftedCall(product)
      await product.api('PATCH', `/api/follow-ups/${call.followUp?.id}`, {
        version: 1,
        subject: 'My subject',
      })
      const { page } = await openCall(call)
      await page.getByRole('button', { name: 'Write again' }).click()
      await page.getByText('The writer has a new version').waitFor()
      await page.getByRole('button', { name: 'Subject: My subject. Edit' }).waitFor()
      await page.getByRole('button', { name: 'Compare' }).click()
      const use = page.getByRole('button', { name: /^Use version/ })
      await use.waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await use.click()
      await page.getByRole('button', { name: `Subject: ${call.followUp?.subject}. Edit` }).waitFor()
    })

    test('on a phone the mail comes first and the words open as a sheet', async () => {
      const call = await draftedCall(product)
      const { page } = await signedIn({
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
      })
      await page.goto(`${product.url}/calls/${call.id}`)
      const sentence = page.locator('[data-part^="sentences:"][data-kind="grounded"]').first()
      await sentence.tap()
      await page.getByRole('dialog', { name: 'Said on the call' }).waitFor()
      // What the sheet half covers is out of reach while it is open, and so no target.
      expect(await accessibilityFaults(page, '[role="dialog"]')).toEqual([])
      await page.getByRole('button', { name: 'Back to the mail' }).tap()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    })

    test('the review queue leads to the call', async () => {
      const call = await draftedCall(product)
      const { page } = await signedIn()
      await page.keyboard.press('g')
      await page.keyboard.press('f')
      await page.getByRole('heading', { name: 'Follow-ups', level: 1 }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.locator(`a[href="/calls/${call.id}"]`).click()
      await page.getByRole('heading', { name: call.title ?? '', level: 1 }).waitFor()
    })

    async function openCall(call: CallDetail) {
      const visitor = await signedIn()
      await visitor.page.goto(`${product.url}/calls/${call.id}`)
      await visitor.page.locator('[data-part="sentences:0"]').waitFor()
      return visitor
    }

    /** A visitor with the session that {@link signIn} left. */
    async function signedIn(options: Parameters<TestBrowser['visit']>[0] = {}) {
      const visitor = await browser.visit({ storageState: session, ...options })
      await visitor.page.goto(`${product.url}/calls`)
      await visitor.page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor()
      return visitor
    }

    /** Signs in on the page, as a person does, after wanting to go elsewhere. */
    async function signIn() {
      const { page } = await browser.visit()
      await page.goto(`${product.url}/follow-ups`)
      await page.getByLabel('E-mail').fill(product.owner.email)
      await page.getByLabel('Password', { exact: true }).fill(product.owner.password)
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { name: 'Follow-ups', level: 1 }).waitFor()
      return page.context().storageState()
    }

    const followUpOf = (call: CallDetail): Promise<FollowUp> =>
      product.api('GET', `/api/follow-ups/${call.followUp?.id}`)
  },
)

async function draftedCall(product: TestApp): Promise<CallDetail> {
  return product.callIn(await product.gong.finishCall({ script: 'northwind-discovery' }), 'drafted')
}

/** A draft with a sentence that the check did not find asks once more. */
async function approveAnyway(page: Page): Promise<void> {
  const anyway = page.getByRole('button', { name: /^Approve without/ })
  const approved = page.getByText('Approved', { exact: true })
  await anyway.or(approved).first().waitFor()
  if (await anyway.isVisible()) await anyway.click()
}

async function select(page: Page, sentence: number): Promise<void> {
  const words = page.locator(`[data-s="${sentence}"]`)
  await words.scrollIntoViewIfNeeded()
  await words.evaluate((element) => document.getSelection()?.selectAllChildren(element))
}

async function expectGone(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'detached' })
}
