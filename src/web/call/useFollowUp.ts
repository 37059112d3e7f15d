import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { api, ApiError } from '../api/api.ts'
import { callQuery, followUpQuery, keys } from '../api/queries.ts'
import type { CallDetail, FollowUp } from '../api/types.ts'
import { wordsOf } from '../parts/Note.tsx'
import type { Edit } from './edits.ts'

/** A change that is not saved yet, and why. */
export interface Trouble {
  edit: Edit
  message: string
  /** The follow-up was changed by someone else meanwhile. */
  conflict: boolean
}

/** What a page may do to a call's follow-up. Changes are saved one after the other, each on the version it found. */
export interface FollowUpDesk {
  save: (edit: Edit) => void
  /** Puts an edit in although its place has changed. */
  saveAnyway: (edit: Edit) => void
  saving: boolean
  trouble: Trouble | null
  forget: () => void
  /** An act on the version that is shown; `use-version` may take another one in its place. */
  act: (name: Act, version?: number) => Promise<void>
}

export type Act = 'approve' | 'dismiss' | 'regenerate' | 'mark-sent' | 'use-version'

/** How it was sent, when a person says that it was. */
const SENT_VIA = 'by hand'

export function useFollowUp(callId: string): FollowUpDesk {
  const client = useQueryClient()
  const [trouble, showTrouble] = useState<Trouble | null>(null)
  // The same, for acts that stand in line behind the change that failed.
  const unsettled = useRef<Trouble | null>(null)
  const setTrouble = useCallback((next: Trouble | null): void => {
    unsettled.current = next
    showTrouble(next)
  }, [])
  const [unsaved, setUnsaved] = useState(0)
  const line = useRef<Promise<void>>(Promise.resolve())

  const current = useCallback(
    (): FollowUp | null => client.getQueryData(callQuery(callId).queryKey)?.followUp ?? null,
    [client, callId],
  )
  const show = useCallback(
    (followUp: FollowUp): void => {
      client.setQueryData(
        callQuery(callId).queryKey,
        (call: CallDetail | undefined) => call && { ...call, followUp },
      )
    },
    [client, callId],
  )
  const refresh = useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.call(callId) }),
        client.invalidateQueries({ queryKey: keys.anyFollowUp }),
        client.invalidateQueries({ queryKey: keys.followUps }),
        client.invalidateQueries({ queryKey: keys.calls }),
      ]),
    [client, callId],
  )

  const write = useCallback(
    async (edit: Edit, apply: Edit['apply']): Promise<void> => {
      await client.cancelQueries({ queryKey: keys.call(callId) })
      const before = current()
      if (!before) return
      const patch = apply(before)
      if (!patch) return setTrouble({ edit, conflict: true, message: await whoChanged(client, before) })
      show({ ...before, ...patch })
      try {
        show(await api.patch<FollowUp>(path(before), { version: before.version, ...patch }))
        if (unsettled.current?.edit === edit) setTrouble(null)
      } catch (error) {
        show(before)
        const conflict = error instanceof ApiError && error.status === 409
        if (conflict) await client.refetchQueries({ queryKey: keys.call(callId) })
        setTrouble({ edit, conflict, message: conflict ? await whoChanged(client, before) : wordsOf(error) })
      }
    },
    [client, callId, current, show, setTrouble],
  )

  const ask = useCallback(
    async (name: Act, version?: number): Promise<void> => {
      const followUp = current()
      if (!followUp) return
      if (name === 'approve' && unsettled.current) {
        throw new ApiError(
          409,
          'unsaved',
          'A change of yours is not saved yet. Settle it first, then approve.',
        )
      }
      const done = api.post<FollowUp>(
        `${path(followUp)}/${name}`,
        name === 'mark-sent' ? { via: SENT_VIA } : { version: version ?? followUp.version },
      )
      await done.then(show).finally(refresh)
    },
    [current, show, refresh],
  )

  const enqueue = useCallback((work: () => Promise<void>): Promise<void> => {
    setUnsaved((count) => count + 1)
    const done = line.current.then(work).finally(() => setUnsaved((count) => count - 1))
    line.current = done.catch(() => undefined)
    return done
  }, [])

  return useMemo(
    () => ({
      save: (edit) => void enqueue(() => write(edit, edit.apply)),
      saveAnyway: (edit) => void enqueue(() => write(edit, edit.anyway ?? edit.apply)),
      saving: unsaved > 0,
      trouble,
      forget: () => setTrouble(null),
      act: (name, version) => enqueue(() => ask(name, version)),
    }),
    [enqueue, write, ask, setTrouble, unsaved, trouble],
  )
}

const path = (followUp: FollowUp): string => `/api/follow-ups/${encodeURIComponent(followUp.id)}`

/** "Ben changed this follow-up meanwhile": the newest version knows by whom. */
async function whoChanged(client: ReturnType<typeof useQueryClient>, followUp: FollowUp): Promise<string> {
  try {
    const { versions } = await client.fetchQuery({ ...followUpQuery(followUp.id), staleTime: 0 })
    const newest = versions.toSorted((a, b) => b.version - a.version)[0]
    if (newest)
      return `${newest.byPerson ? newest.madeBy : 'The writer'} changed this follow-up meanwhile (version ${newest.version}).`
  } catch {
    // The reason for the conflict is only a comfort; the conflict itself is shown in any case.
  }
  return 'This follow-up was changed meanwhile.'
}
