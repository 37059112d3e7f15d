import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ErrorNote } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import { rawDeliveryQuery, type DeliveryEntry, type Health } from './query.ts'
import { ReplayWindow } from './ReplayWindow.tsx'
import { Section } from './Section.tsx'
import { ACTIONS, Table } from './Table.tsx'
import { useHealthAction } from './useHealthAction.ts'
import { answerInWords, CALL_STATES, kindInWords, number, VERIFIED } from './words.ts'

const SHOWN_AT_FIRST = 8
const HEADS = ['When', 'What', 'Proven by', 'Answer', 'Call', ACTIONS] as const

/** What Gong sent: how its sender was proven, what we answered, the raw request, and the way to let it count again. */
export function Deliveries({ health }: { health: Health }) {
  const { deliveries } = health
  const [openId, open] = useState<string | null>(null)
  const [isWhole, showWhole] = useState(false)
  const shown = isWhole ? deliveries : deliveries.slice(0, SHOWN_AT_FIRST)
  return (
    <Section title="Deliveries" actions={deliveries.length > 0 && <ReplayWindow />}>
      <Received received={health.received} />
      {deliveries.length === 0 ? (
        <p className={css['quiet']}>Gong has not sent anything yet.</p>
      ) : (
        <Table
          name="Deliveries"
          heads={[...HEADS]}
          rows={shown.map((each) => ({ key: each.id, cells: cellsOf(each, () => open(each.id)) }))}
        />
      )}
      {!isWhole && deliveries.length > SHOWN_AT_FIRST && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => showWhole(true)}>
            Show the last {deliveries.length}
          </Button>
        </div>
      )}
      <Modal opened={openId !== null} onClose={() => open(null)} title="As it came" size="lg">
        {openId !== null && <Raw id={openId} />}
      </Modal>
    </Section>
  )
}

/** What came in a month, also what is not in the log: it came again, or failed its check and was never stored. */
function Received({ received }: { received: Health['received'] }) {
  const { accepted, waiting, duplicates, refused } = received
  return (
    <p>
      In 30 days {number(accepted)} accepted · {number(duplicates.count)} came again ·{' '}
      {refused.count === 0 ? (
        'none refused'
      ) : (
        <>
          <strong>{number(refused.count)} refused</strong>
          {refused.lastAt && (
            <>
              , last <RelativeTime at={refused.lastAt} />
            </>
          )}
          {refused.lastReason && ` (${refused.lastReason.replace(/\.$/, '')})`}; what is refused is never
          stored
        </>
      )}
      {waiting.since !== null && waiting.isLate && (
        <>
          {' · '}
          <strong>{number(waiting.count)} accepted and not taken in yet</strong>, the first{' '}
          <RelativeTime at={waiting.since} />; the server’s log says why
        </>
      )}
    </p>
  )
}

function cellsOf(each: DeliveryEntry, onRaw: () => void): Record<(typeof HEADS)[number], ReactNode> {
  return {
    When: <RelativeTime at={each.receivedAt} />,
    What: kindInWords(each),
    'Proven by': VERIFIED[each.verifiedBy] ?? each.verifiedBy,
    Answer: answerInWords(each.answer),
    Call: each.callId ? (
      <Link to="/calls/$id" params={{ id: each.callId }}>
        {CALL_STATES[each.callState ?? ''] ?? each.callState}
      </Link>
    ) : (
      '–'
    ),
    [ACTIONS]: (
      <span className={css['buttons']}>
        <Button size="compact-xs" variant="subtle" onClick={onRaw}>
          Raw
        </Button>
        {!each.isTest && each.gongCallId !== null && <ReplayOne id={each.id} />}
      </span>
    ),
  }
}

function ReplayOne({ id }: { id: string }) {
  const replay = useHealthAction('replay')
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      loading={replay.isPending}
      onClick={() => replay.mutate({ ids: [id] })}
    >
      Replay
    </Button>
  )
}

function Raw({ id }: { id: string }) {
  const query = useQuery(rawDeliveryQuery(id))
  if (query.isError) return <ErrorNote what="The delivery could not be read" error={query.error} />
  if (!query.data) return <p className={css['quiet']}>Reading…</p>
  const { headers, body } = query.data
  return (
    <pre className={css['raw']} tabIndex={0}>
      {Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}
      {'\n(signatures and keys are not kept)\n\n'}
      {body ?? '(the body was deleted)'}
    </pre>
  )
}
