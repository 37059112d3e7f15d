import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestSimulator } from '../../../test/support/simulator.ts'
import type { TestSimulator } from '../../../test/support/simulator.ts'
import { html } from './html.ts'
import { withoutSecret } from './words.ts'

let simulator: TestSimulator

beforeEach(async () => {
  simulator = await startTestSimulator({ seed: { calls: 20 } })
})
afterEach(() => simulator.stop())

const pageText = async (path = '/') => (await fetch(simulator.url + path)).text()

test('values are text, pieces are markup, nothing is nothing', () => {
  const piece = html`<b>${'<i>'}</b>`
  expect(html`${piece}${[piece, '&']}${null}${false}${0} "${`"'`}"`.text).toBe(
    '<b>&lt;i&gt;</b><b>&lt;i&gt;</b>&amp;0 "&quot;&#39;"',
  )
})

test("the page shows the calls, and a call's words never as markup", async () => {
  await simulator.finishCall({ title: '<img src=x onerror=alert(1)>', transcript: 'Ada: Hello.' })
  const page = await pageText()
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(page).not.toContain('<img')
  expect(page).toContain('20 earlier calls')
})

test('runs no script but its own', async () => {
  const response = await fetch(simulator.url)
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/)
  const page = await response.text()
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page).not.toMatch(/\son\w+=/)
})

test('what moves can be asked for alone', async () => {
  const before: unknown = JSON.parse(await pageText('/_simulator/sections'))
  await simulator.finishCall({ title: 'A new one' })
  const after: unknown = JSON.parse(await pageText('/_simulator/sections'))
  expect(before).not.toMatchObject({ calls: expect.stringContaining('A new one') })
  expect(after).toMatchObject({ calls: expect.stringContaining('A new one') })
})

test('its files are there, and another company than ours is not', async () => {
  for (const name of ['style.css', 'page.js', 'icon.svg'])
    expect((await fetch(`${simulator.url}/_simulator/assets/${name}`)).status).toBe(200)
  expect((await fetch(`${simulator.url}/?company=nobody`)).status).toBe(404)
})

test('an address is shown without its secret', () => {
  expect(withoutSecret('https://fast.example/api/webhooks/gong/k3y0123456789?key=secret')).toBe(
    'https://fast.example/api/webhooks/gong/k3y0…?…',
  )
})
