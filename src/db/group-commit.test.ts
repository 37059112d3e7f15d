import { setImmediate } from 'node:timers/promises'
import { DatabaseError } from 'pg'
import { describe, expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

test('what arrives while a batch is committed forms the next one, in order', async () => {
  const batches: number[][] = []
  const firstCommit = Promise.withResolvers<void>()
  const commit = async (items: number[]): Promise<number[]> => {
    batches.push(items)
    if (batches.length === 1) await firstCommit.promise
    return items.map((item) => item * 10)
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1 })
  const results = [1, 2, 3, 4].map(add)
  firstCommit.resolve()
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40])
  expect(batches).toEqual([[1], [2, 3, 4]])
})

test('the next batch leaves before those who wait for this one are answered', async () => {
  const steps: string[] = []
  const commit = async (items: number[]): Promise<number[]> => {
    steps.push(`commit ${items.join(' ')}`)
    // As a database does: its statement is sent some turns later, among whatever else is to be done.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    steps.push(`sent ${items.join(' ')}`)
    await setImmediate()
    return items
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1 })
  await Promise.all([1, 2, 3].map(async (item) => steps.push(`answered ${await add(item)}`)))
  expect(steps.slice(0, 5)).toEqual(['commit 1', 'sent 1', 'commit 2 3', 'sent 2 3', 'answered 1'])
})

test('a batch waits for those who were just answered and are about to come again, and for nobody who does not', async () => {
  const sizes: number[] = []
  const commit = async (items: number[]): Promise<number[]> => {
    sizes.push(items.length)
    await setImmediate()
    return items
  }
  const add = createGroupCommit(commit, {
    most: 100,
    sideBySide: 1,
    gather: { enough: (waiting, answered) => (waiting + answered) * 0.7, withinMs: 500 },
  })
  const sender = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await add(time)
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: 10 }, () => sender(20)))
  // The first goes alone, and the last have nobody to wait for.
  expect(sizes[0]).toBe(1)
  expect(Math.min(...sizes.slice(1, -1))).toBeGreaterThanOrEqual(6)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(200)
})

test('a batch waits for those on their way, and one that is alone waits for nobody', async () => {
  const batches: number[][] = []
  const commit = async (items: number[]): Promise<number[]> => {
    batches.push(items)
    return items
  }
  let onTheirWay = 0
  const gather = { enough: (waiting: number) => waiting + onTheirWay, withinMs: 60_000 }
  const add = createGroupCommit(commit, { most: 3, sideBySide: 2, gather })
  await add(1)
  onTheirWay = 1
  const second = add(2)
  await setImmediate()
  expect(batches).toEqual([[1]])
  onTheirWay = 0
  await Promise.all([second, add(3)])
  expect(batches).toEqual([[1], [2, 3]])
})

test('a batch that waits in vain leaves with those that are there', async () => {
  const batches: number[][] = []
  const commit = async (items: number[]): Promise<number[]> => {
    batches.push(items)
    return items
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1, gather: { enough: () => 5, withinMs: 1 } })
  await Promise.all([add(1), add(2)])
  expect(batches).toEqual([[1, 2]])
})

test('no batch is larger than allowed', async () => {
  const sizes: number[] = []
  const commit = async (items: number[]): Promise<number[]> => {
    sizes.push(items.length)
    return items
  }
  const add = createGroupCommit(commit, { most: 2, sideBySide: 1 })
  expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual([1, 2, 3, 4, 5])
  expect(sizes).toEqual([1, 2, 2])
})

test('an item that can not be stored fails alone', async () => {
  const commit = async (items: number[]): Promise<number[]> => {
    if (items.includes(13)) throw refusal('22P02')
    return items
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1 })
  const results = await Promise.allSettled([add(1), add(12), add(13), add(14)])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('while the database is away each batch is tried twice, and none item by item', async () => {
  let tries = 0
  const commit = async (): Promise<number[]> => {
    tries += 1
    throw refusal('57P03')
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1 })
  const results = await Promise.allSettled([add(1), add(2), add(3)])
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(tries).toBe(4)
})

test('a batch whose connection breaks is stored by the next', async () => {
  let tries = 0
  const commit = async (items: number[]): Promise<number[]> => {
    tries += 1
    if (tries === 1) throw new Error('Connection terminated unexpectedly')
    return items
  }
  const add = createGroupCommit(commit, { most: 10, sideBySide: 1 })
  expect(await Promise.all([add(1), add(2)])).toEqual([1, 2])
})

function refusal(code: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 0, 'error'), { code })
}

describe('what waits is bounded', () => {
  const item = (owner: string, bytes = 1) => ({ owner, bytes })
  const held = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const add = createGroupCommit(
      async (items: { owner: string; bytes: number }[]) => {
        await promise
        return items.map(({ owner }) => owner)
      },
      {
        most: 10,
        sideBySide: 1,
        limit: { items: 6, bytes: 100, sizeOf: ({ bytes }) => bytes, ownerOf: ({ owner }) => owner },
      },
    )
    return { add, commit: resolve }
  }
  const refused = { code: 'unavailable', retryAfterS: 5 }

  test('in number: nobody has more than half, and all together no more than all; what was stored makes room', async () => {
    const { add, commit } = held()
    const taken = ['a', 'a', 'a', 'b', 'b'].map((owner) => add(item(owner)))
    await expect(add(item('a'))).rejects.toMatchObject(refused)
    taken.push(add(item('c')))
    await expect(add(item('d'))).rejects.toMatchObject(refused)
    commit()
    expect(await Promise.all(taken)).toEqual(['a', 'a', 'a', 'b', 'b', 'c'])
    expect(await add(item('a'))).toBe('a')
  })

  test('in bytes, where one large item of somebody who has none waiting is taken', async () => {
    const { add, commit } = held()
    const taken = [add(item('a', 60))]
    await expect(add(item('a', 1))).rejects.toMatchObject(refused)
    taken.push(add(item('b', 40)))
    await expect(add(item('c', 1))).rejects.toMatchObject(refused)
    commit()
    expect(await Promise.all(taken)).toEqual(['a', 'b'])
  })
})
