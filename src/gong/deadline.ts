/** A deadline that can be held: while we wait for ourselves, it is not Gong that takes long. */
export interface Deadline {
  signal: AbortSignal
  /** Stops the clock until the work is done. */
  during<T>(work: Promise<T>): Promise<T>
  end(): void
}

export function startDeadline(ms: number): Deadline {
  const controller = new AbortController()
  const pass = (): void => controller.abort(new DOMException('The deadline has passed.', 'TimeoutError'))
  let leftMs = ms
  let since = performance.now()
  let timer = setTimeout(pass, leftMs)
  return {
    signal: controller.signal,
    async during(work) {
      clearTimeout(timer)
      leftMs -= performance.now() - since
      try {
        return await work
      } finally {
        since = performance.now()
        timer = setTimeout(pass, Math.max(0, leftMs))
      }
    },
    end: () => clearTimeout(timer),
  }
}
