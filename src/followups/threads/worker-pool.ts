/* oxlint-disable unicorn/require-post-message-target-origin -- a thread's port has no origin */
import { Worker } from 'node:worker_threads'

export interface PoolOptions {
  /** The worker's file. It answers each `{id, input}` with `{id, output}` or `{id, error, name}`. */
  file: URL
  /** At most so many threads; each handles one task at a time. */
  size: number
  /** A thread without work for so long is ended, and its memory is given back. */
  idleMs: number
  /** A task that takes more of the processor's time fails, and its thread is ended with it; so does one that takes ten times longer by the clock. */
  timeoutMs: number
}

/** So often one looks at a running task before its time is over. */
const LOOKS = 10
/** By the clock a task may take so many times longer: what waits for something that never comes uses no processor. */
const LONGEST = 10

interface Task<I, O> {
  input: I
  signal: AbortSignal
  resolve: (output: O) => void
  reject: (error: unknown) => void
}

/** What a thread of ours says. */
type Answer<O> = { id: number } & ({ output: O; error?: undefined } | { error: string; name?: string })

interface Seat<I, O> {
  worker: Worker
  task: (Task<I, O> & { id: number; timer: NodeJS.Timeout; onAbort: () => void }) | null
  idle: NodeJS.Timeout | null
}

/**
 * A few worker threads, started when there is work and ended when there is none. A thread that crashes, runs out of
 * memory or hangs takes only its own task with it; the next task gets a fresh thread. `I` is what its file is asked, `O`
 * what that answers.
 */
export class WorkerPool<I, O> {
  #options: PoolOptions
  #seats = new Set<Seat<I, O>>()
  #waiting: Task<I, O>[] = []
  #nextId = 1
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** Threads alive at the moment. */
  get threads(): number {
    return this.#seats.size
  }

  /** @throws what the task threw; an AbortError when `signal` fires; an Error on crash, timeout or close */
  run(input: I, signal: AbortSignal): Promise<O> {
    if (this.#closed) return Promise.reject(new Error('The writer is closed'))
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, signal, resolve, reject })
      this.#assign()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const task of this.#waiting.splice(0)) task.reject(new Error('The writer is closed'))
    await Promise.all([...this.#seats].map((seat) => this.#end(seat, new Error('The writer is closed'))))
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const free = [...this.#seats].find((seat) => seat.task === null)
      const seat = free ?? (this.#seats.size < this.#options.size ? this.#seat() : null)
      if (!seat) return
      const task = this.#waiting.shift()!
      if (task.signal.aborted) task.reject(task.signal.reason)
      else this.#give(seat, task)
    }
  }

  #give(seat: Seat<I, O>, task: Task<I, O>): void {
    if (seat.idle) clearTimeout(seat.idle)
    seat.idle = null
    const id = this.#nextId++
    const onAbort = (): void => void this.#end(seat, task.signal.reason)
    const timer = setInterval(this.#watch(seat), this.#options.timeoutMs / LOOKS)
    task.signal.addEventListener('abort', onAbort, { once: true })
    seat.task = { ...task, id, timer, onAbort }
    seat.worker.postMessage({ id, input: task.input })
  }

  /**
   * Ends a task that hangs. It is the thread's own time that counts: with a machine's processors taken by others, a
   * task that needs a second may have to wait for minutes, and would fail without having been tried.
   */
  #watch(seat: Seat<I, O>): () => void {
    const { timeoutMs } = this.#options
    const began = performance.now()
    const usedBefore = usedMs(seat.worker)
    return async () => {
      const { task } = seat
      const used = (await usedMs(seat.worker)) - (await usedBefore)
      const isOver = used >= timeoutMs || performance.now() - began >= LONGEST * timeoutMs
      if (isOver && task !== null && seat.task === task)
        await this.#end(seat, new Error(`Writing took longer than ${timeoutMs / 1000} s`))
    }
  }

  #seat(): Seat<I, O> {
    // The young generation's default lets a thread keep tens of MB more than a call needs. With 16 what lives while a call is
    // written outgrew it, and collecting took 6 % of the thread, half as much of V8's other threads again; with 32, 3.5 %.
    const worker = new Worker(this.#options.file, {
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 },
    })
    const seat: Seat<I, O> = { worker, task: null, idle: null }
    this.#seats.add(seat)
    worker.unref()
    worker.on('message', (message: Answer<O>) => this.#answered(seat, message))
    worker.on('error', (error) => void this.#end(seat, error))
    worker.on(
      'exit',
      (code) => void this.#end(seat, new Error(`The writer's thread ended with code ${code}`)),
    )
    return seat
  }

  #answered(seat: Seat<I, O>, message: Answer<O>): void {
    const task = seat.task
    if (!task || task.id !== message.id) return
    this.#release(seat)
    if (message.error === undefined) task.resolve(message.output)
    else task.reject(Object.assign(new Error(message.error), { name: message.name ?? 'Error' }))
    this.#rest(seat)
    this.#assign()
  }

  #rest(seat: Seat<I, O>): void {
    seat.idle = setTimeout(() => void this.#end(seat, new Error('idle')), this.#options.idleMs)
    seat.idle.unref()
  }

  #release(seat: Seat<I, O>): void {
    if (!seat.task) return
    clearInterval(seat.task.timer)
    seat.task.signal.removeEventListener('abort', seat.task.onAbort)
    seat.task = null
  }

  async #end(seat: Seat<I, O>, reason: unknown): Promise<void> {
    if (!this.#seats.delete(seat)) return
    const task = seat.task
    if (seat.idle) clearTimeout(seat.idle)
    this.#release(seat)
    task?.reject(reason)
    await seat.worker.terminate()
    if (!this.#closed) this.#assign()
  }
}

/** Processor time of a thread so far; 0 while it starts, or when it is gone. */
async function usedMs(worker: Worker): Promise<number> {
  const used = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))
  return (used.user + used.system) / 1000
}
