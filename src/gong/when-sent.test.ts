import { expect, test } from 'vitest'
import { startFakeServer } from '../../test/support/fake-server.ts'
import { createWhenSent } from './when-sent.ts'

test('tells of its own request alone, before Gong has it', async () => {
  const told: string[] = []
  await using server = await startFakeServer(({ url }, response) => {
    told.push(`arrived ${url.pathname}`)
    response.end()
  })
  const whenSent = createWhenSent()
  const ask = async (path: string) => (await fetch(server.url + path)).text()
  await Promise.all([
    whenSent(
      () => told.push('sent /a'),
      () => ask('/a'),
    ),
    whenSent(
      () => told.push('sent /b'),
      () => ask('/b'),
    ),
    ask('/c'),
  ])
  expect(told.toSorted()).toEqual(['arrived /a', 'arrived /b', 'arrived /c', 'sent /a', 'sent /b'])
  for (const path of ['/a', '/b'])
    expect(told.indexOf(`sent ${path}`)).toBeLessThan(told.indexOf(`arrived ${path}`))
})
