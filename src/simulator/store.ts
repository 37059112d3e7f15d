import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { noFaults } from './faults.ts'
import type { SimulatorState } from './state.ts'

/** The state and its file. */
export interface Store {
  readonly state: SimulatorState
  /** Resolves when the state as it is now is on disk. Concurrent callers share one write. */
  save(): Promise<void>
  /** Ends the writing; later saves do nothing. */
  close(): Promise<void>
}

/** Opens the state file, or starts with an empty state where there is none. Without a file nothing is kept. */
export async function openStore(file: string | undefined): Promise<Store> {
  const state = (file === undefined ? null : await readState(file)) ?? emptyState()
  let writing: Promise<void> | null = null
  let next: Promise<void> | null = null
  let closed = false

  const save = (): Promise<void> => {
    if (file === undefined || closed) return Promise.resolve()
    if (!writing) {
      writing = writeState(file, state).finally(() => (writing = null))
      return writing
    }
    // What changed since the running write began needs one more; all who ask meanwhile share that one.
    next ??= writing
      .catch(() => {})
      .then(() => {
        next = null
        return save()
      })
    return next
  }
  const close = async () => {
    await (next ?? writing)
    closed = true
  }
  return { state, save, close }
}

export function emptyState(): SimulatorState {
  return {
    version: 1,
    secret: randomBytes(32).toString('hex'),
    person: null,
    redirectUris: [],
    faults: { ...noFaults },
    companies: {},
    codes: {},
    grants: [],
    deliveries: [],
  }
}

async function readState(file: string): Promise<SimulatorState | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const state: unknown = JSON.parse(text)
  if (!isState(state))
    throw new Error(`The simulator's state file ${file} is of another version. Delete it to start over.`)
  // What later versions added.
  for (const company of Object.values(state.companies)) company.gone ??= []
  return { ...state, faults: { ...noFaults, ...state.faults } }
}

// Our own file, written by `writeState` alone and renamed into place whole: the version says all there is to check.
function isState(value: unknown): value is SimulatorState {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1
}

/** Whole or not at all, also when the process is killed in the middle. */
async function writeState(file: string, state: SimulatorState): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.draft`
  await writeFile(draft, JSON.stringify(state), { mode: 0o600 })
  await rename(draft, file)
}
