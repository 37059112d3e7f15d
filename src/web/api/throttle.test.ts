import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first wish is granted at once, a burst after it once more', () => {
  const act = vi.fn()
  const throttled = throttle(400, act)
  throttled()
  expect(act).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 500; i++) throttled()
  expect(act).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(400)
  expect(act).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(4000)
  expect(act).toHaveBeenCalledTimes(2)
})

test('after a rest the next wish is granted at once again', () => {
  const act = vi.fn()
  const throttled = throttle(400, act)
  throttled()
  vi.advanceTimersByTime(400)
  throttled()
  expect(act).toHaveBeenCalledTimes(2)
})

test('nothing is done once it was cancelled', () => {
  const act = vi.fn()
  const throttled = throttle(400, act)
  throttled()
  throttled()
  throttled.cancel()
  vi.advanceTimersByTime(4000)
  expect(act).toHaveBeenCalledTimes(1)
})
