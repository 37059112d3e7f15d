export interface Throttled {
  (): void
  cancel(): void
}

/** Runs `act` at once, then at most every `everyMs`, and once more at the end when it was wanted meanwhile. */
export function throttle(everyMs: number, act: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = false

  const rest = (): void => {
    timer = setTimeout(() => {
      timer = undefined
      if (!wanted) return
      wanted = false
      act()
      rest()
    }, everyMs)
  }
  const throttled = (): void => {
    if (timer) {
      wanted = true
      return
    }
    act()
    rest()
  }
  throttled.cancel = (): void => {
    clearTimeout(timer)
    timer = undefined
    wanted = false
  }
  return throttled
}
