import { createContext, useContext } from 'react'
import type { CallDetail, FollowUp } from '../api/types.ts'
import type { FollowUpDesk } from './useFollowUp.ts'

/** What every part of the follow-up's side needs: the call, its follow-up, and the way to change it. */
export interface DeskContext {
  call: CallDetail
  followUp: FollowUp
  desk: FollowUpDesk
  editable: boolean
  /** Which part is being edited: `subject`, `mail`, `meeting`, or a part's key such as `items:2`; one at a time. */
  editing: string | null
  edit: (key: string | null) => void
}

const Context = createContext<DeskContext | null>(null)
export const DeskProvider = Context.Provider

export function useDesk(): DeskContext {
  const context = useContext(Context)
  if (!context) throw new Error('useDesk is for the parts of a follow-up')
  return context
}
