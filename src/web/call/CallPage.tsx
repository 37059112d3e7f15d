import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/api.ts'
import { callQuery } from '../api/queries.ts'
import type { CallDetail } from '../api/types.ts'
import { ErrorNote } from '../parts/Note.tsx'
import { Page } from '../parts/Page.tsx'
import { MissingPage } from '../shell/BrokenPage.tsx'
import { useRowKeys } from '../shell/useRowKeys.ts'
import { CallHeader } from './CallHeader.tsx'
import css from './CallPage.module.css'
import { CallSkeleton } from './CallSkeleton.tsx'
import { addEntry, addEvidence } from './edits.ts'
import { EvidenceSheet } from './EvidenceSheet.tsx'
import { FollowUpPane } from './FollowUpPane.tsx'
import { NoFollowUp } from './NoFollowUp.tsx'
import type { PartList } from './Part.tsx'
import type { SelectionActions } from './SelectionBar.tsx'
import { Spots, SpotsProvider } from './spots.ts'
import { Transcript } from './Transcript.tsx'
import { citedIn } from './turns.ts'
import { useFollowUp, type FollowUpDesk } from './useFollowUp.ts'

/** A call: what was said at the left, what follows from it at the right. */
export function CallPage() {
  const { id } = useParams({ from: '/shell/calls/$id' })
  const call = useQuery(callQuery(id))
  if (call.isPending) return <CallSkeleton />
  if (call.data) return <Call key={id} call={call.data} />
  if (call.error instanceof ApiError && call.error.status === 404) return <MissingPage />
  return (
    <Page title="Call" width="narrow">
      <ErrorNote what="The call could not be read" error={call.error} retry={() => void call.refetch()} />
    </Page>
  )
}

function Call({ call }: { call: CallDetail }) {
  const [spots] = useState(() => new Spots())
  const desk = useFollowUp(call.id)
  const { followUp } = call
  const wide = useMediaQuery('(min-width: 1001px)', true, { getInitialValueInEffect: false })
  const [side, setSide] = useState('follow-up')
  const cited = useMemo(() => citedIn(followUp), [followUp])
  const actions = useMemo(() => (followUp ? selectionActions(spots, desk) : null), [followUp, spots, desk])
  const parts = useRef<HTMLDivElement>(null)
  useRowKeys(parts)

  const transcript =
    call.transcript.length > 0 ? (
      <Transcript transcript={call.transcript} cited={cited} actions={actions} />
    ) : (
      <section className={css['nothing']} aria-label="Transcript">
        {call.state === 'erased' ? 'The transcript was deleted.' : 'There is no transcript here yet.'}
      </section>
    )
  const answer = followUp ? (
    <FollowUpPane call={call} followUp={followUp} desk={desk} />
  ) : (
    <NoFollowUp call={call} />
  )

  return (
    <SpotsProvider value={spots}>
      <div className={css['call']} ref={parts}>
        <CallHeader call={call} />
        {call.transcript.length === 0 && !followUp ? (
          answer
        ) : wide ? (
          <div className={css['sides']}>
            {transcript}
            {answer}
          </div>
        ) : (
          <>
            <SegmentedControl
              className={css['switch']}
              aria-label="What to show"
              value={side}
              onChange={setSide}
              data={[
                { value: 'follow-up', label: 'Follow-up' },
                { value: 'transcript', label: 'Transcript' },
              ]}
            />
            {side === 'follow-up' ? answer : transcript}
            {side === 'follow-up' && <EvidenceSheet transcript={call.transcript} />}
          </>
        )}
      </div>
    </SpotsProvider>
  )
}

/** What selected words of the transcript can be used for. */
function selectionActions(spots: Spots, desk: FollowUpDesk): SelectionActions {
  return {
    asEvidence(evidence) {
      const spot = spots.selectedSpot()
      const [list, index] = spot?.key.split(':') ?? []
      if (!spot || !isPartList(list)) return spots.pick(evidence)
      desk.save(addEvidence(list, Number(index), spot.text, evidence))
      spots.select({ ...spot, evidence: [...spot.evidence, ...evidence] })
    },
    addPromise(side, evidence, text, speaker) {
      const owner = speaker.side === side ? speaker.speaker : null
      desk.save(
        addEntry('items', { side, text, owner, dueDate: null, dueWords: null, evidence, kind: 'yours' }),
      )
    },
  }
}

const LISTS: readonly string[] = [
  'sentences',
  'items',
  'questions',
  'decisions',
  'notes',
] satisfies PartList[]
const isPartList = (list: string | undefined): list is PartList => list !== undefined && LISTS.includes(list)
