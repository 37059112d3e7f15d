import { useState } from 'react'
import type { CallDetail, FollowUp } from '../api/types.ts'
import { followUpLook } from '../parts/state.ts'
import { StateBadge } from '../parts/StateBadge.tsx'
import { useKeys } from '../shell/keys.ts'
import { Actions } from './Actions.tsx'
import { DeskProvider } from './Desk.tsx'
import { Envelope } from './Envelope.tsx'
import css from './FollowUpPane.module.css'
import { Items } from './Items.tsx'
import { Mail } from './Mail.tsx'
import { NextMeeting } from './NextMeeting.tsx'
import { Offered } from './Offered.tsx'
import { Picking } from './Picking.tsx'
import { Points } from './Points.tsx'
import { useSelected } from './spots.ts'
import { TroubleNote } from './TroubleNote.tsx'
import type { FollowUpDesk } from './useFollowUp.ts'
import { Versions } from './Versions.tsx'

const EDITABLE = new Set<FollowUp['status']>(['draft', 'approved', 'send_failed'])

interface Props {
  call: CallDetail
  followUp: FollowUp
  desk: FollowUpDesk
}

/** The follow-up: the mail on top, what it is about below, and what to do with it always in reach. */
export function FollowUpPane({ call, followUp, desk }: Props) {
  const [editing, edit] = useState<string | null>(null)
  const [versionsOpen, setVersionsOpen] = useState(false)
  const editable = EDITABLE.has(followUp.status)
  const selected = useSelected()
  useKeys({ e: () => editable && edit(selected?.key ?? 'mail') })

  return (
    <DeskProvider value={{ call, followUp, desk, editable, editing: editable ? editing : null, edit }}>
      <section className={css['pane']} aria-label="Follow-up">
        <header className={css['head']}>
          <h2 className={css['title']}>Follow-up</h2>
          <StateBadge
            look={{
              ...followUpLook(followUp.status),
              ...(followUp.status === 'draft' ? { word: 'Draft' } : {}),
            }}
          />
          <span className={css['writer']}>
            <Versions open={versionsOpen} onOpen={setVersionsOpen} /> · {writerName(followUp.writer)}
            <span role="status">{desk.saving ? ' · saving…' : ''}</span>
          </span>
        </header>
        <div className={css['scroll']}>
          <TroubleNote />
          <Offered onLook={() => setVersionsOpen(true)} />
          <Picking />
          <Envelope />
          <Mail />
          <div className={css['rest']}>
            <Items side="ours" />
            <Items side="theirs" />
            <Points list="questions" title="Open questions" />
            <Points list="decisions" title="Decided" />
            <NextMeeting />
            <Points list="notes" title="For us only" note="never part of the mail" inward />
          </div>
        </div>
        <Actions />
      </section>
    </DeskProvider>
  )
}

const writerName = (writer: string): string => (writer === 'built-in' ? 'built-in writer' : writer)
