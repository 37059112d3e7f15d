import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ErrorNote } from '../parts/Note.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import css from './Health.module.css'
import { rawDeliveryQuery, type DeliveryEntry } from './query.ts'
import { Section } from './Section.tsx'
import { useHealthAction } from './useHealthAction.ts'

const VERIFIED: Record<string, string> = { hmac: 'signature', jwt: 'signed JWT', address: 'secret address' }
const STATES: Record<string, string> = {
  expected: 'waiting',
  fetched: 'being written',
  drafted: 'follow-up ready',
  skipped: 'skipped',
  failed: 'failed',
  erased: 'deleted',
}
const HOUR_MS = 3_600_000

/** What Gong sent: how its sender was proven, what we answered, the raw request, and the way to let it count again. */
export function Deliveries({ deliveries, now }: { deliveries: DeliveryEntry[]; now: string }) {
  const [openId, open] = useState<string | null>(null)
  const replay = useHealthAction('replay')
  return (
    <Section
      title="Deliveries"
      actions={
        deliveries.length > 0 && (
          <Button
            size="xs"
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate({ from: new Date(Date.parse(now) - HOUR_MS).toISOString() })}
          >
            Replay the last hour
          </Button>
        )
      }
    >
      {deliveries.length === 0 && (
        <p className={css['quiet']}>
          Gong has not sent anything yet. What fails its check is counted under issues, never stored.
        </p>
      )}
      {deliveries.length > 0 && (
        <div className={css['scroll']}>
          <table className={css['table']}>
            <thead>
              <tr>
                {['When', 'What', 'Verified by', 'Answer', 'Call'].map((head) => (
                  <th scope="col" key={head}>
                    {head}
                  </th>
                ))}
                <th scope="col">
                  <span className="sr-only">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((each) => (
                <tr key={each.id}>
                  <td>
                    <RelativeTime at={each.receivedAt} />
                  </td>
                  <td>{each.isTest ? 'Test' : each.kind}</td>
                  <td>{VERIFIED[each.verifiedBy] ?? each.verifiedBy}</td>
                  <td>{each.answer}</td>
                  <td>
                    {each.callId ? (
                      <Link to="/calls/$id" params={{ id: each.callId }}>
                        {STATES[each.callState ?? ''] ?? each.callState}
                      </Link>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td>
                    <span className={css['buttons']}>
                      <Button size="compact-xs" variant="subtle" onClick={() => open(each.id)}>
                        Raw
                      </Button>
                      {!each.isTest && (
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          onClick={() => replay.mutate({ ids: [each.id] })}
                        >
                          Replay
                        </Button>
                      )}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Modal opened={openId !== null} onClose={() => open(null)} title="As it came" size="lg">
        {openId !== null && <Raw id={openId} />}
      </Modal>
    </Section>
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
