import { Button, Checkbox, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { keys } from '../api/queries.ts'
import { ErrorNote, Note } from '../parts/Note.tsx'
import css from './Backfills.module.css'
import { useNow } from '../parts/useNow.ts'
import { daysAgo, startOfDay } from './days.ts'
import { isComplete, QuietHours, usualHours } from './QuietHours.tsx'
import { estimate, startImport, type Estimate, type Range } from './query.ts'
import { costOf, endOf, writingOf } from './words.ts'

/** Which days, with follow-ups or without, what it costs, and when: then start. */
export function NewImport() {
  const [today] = useState(() => daysAgo(0, Date.now()))
  const [everything, setEverything] = useState(false)
  const [from, setFrom] = useState(() => daysAgo(90, Date.now()))
  const [to, setTo] = useState(today)
  const [writeFollowUps, setWriteFollowUps] = useState(false)
  const cost = useMutation({ mutationFn: estimate })
  const isWrong = !to || (!everything && (!from || from > to))
  const range = (): Range => ({
    from: everything ? null : startOfDay(from),
    to: startOfDay(to, 1),
    writeFollowUps,
  })
  /** What was estimated no longer stands. */
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value)
      cost.reset()
    }
  return (
    <section aria-labelledby="new-import">
      <h2 id="new-import" className={css['heading']}>
        New import
      </h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWrong) cost.mutate(range())
        }}
      >
        <Stack gap="sm">
          <Group align="end" gap="sm">
            <TextInput
              type="date"
              label="First day"
              value={everything ? '' : from}
              disabled={everything}
              max={to}
              error={!everything && from > to ? 'Later than the last day' : undefined}
              onChange={(event) => changing(setFrom)(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label="Last day"
              value={to}
              max={today}
              onChange={(event) => changing(setTo)(event.currentTarget.value)}
            />
            <Checkbox
              className={css['beside']}
              label="Everything Gong has"
              checked={everything}
              onChange={(event) => changing(setEverything)(event.currentTarget.checked)}
            />
          </Group>
          <Checkbox
            label="Write follow-ups too"
            description="Usually history is only read, so that it can be searched."
            checked={writeFollowUps}
            onChange={(event) => changing(setWriteFollowUps)(event.currentTarget.checked)}
          />
          {cost.isError && <ErrorNote what="The calls could not be counted" error={cost.error} />}
          {cost.data && cost.data.calls > 0 ? (
            <Start range={cost.variables} cost={cost.data} onStarted={() => cost.reset()}>
              <p>{costOf(cost.data)}</p>
              <p className={css['quiet']}>{writingOf(cost.data)}</p>
            </Start>
          ) : (
            <>
              {cost.data && <Note tone="info" title={costOf(cost.data)} />}
              <Group>
                <Button type="submit" loading={cost.isPending} disabled={isWrong}>
                  Count the calls
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </form>
    </section>
  )
}

/** The estimate, when to run, and the button that starts. */
function Start(props: { range: Range; cost: Estimate; onStarted: () => void; children: ReactNode }) {
  const client = useQueryClient()
  const now = useNow()
  const [atHours, setAtHours] = useState(false)
  const [hours, setHours] = useState(usualHours)
  const start = useMutation({
    mutationFn: () => startImport(props.range, atHours ? hours : 'now'),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.backfills })
      props.onStarted()
    },
  })
  return (
    <div className={css['estimate']} role="status">
      {props.children}
      <SegmentedControl
        aria-label="When"
        value={atHours ? 'hours' : 'now'}
        onChange={(value) => setAtHours(value === 'hours')}
        data={[
          { value: 'now', label: 'Now' },
          { value: 'hours', label: 'At quiet hours' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {atHours ? (
        <QuietHours hours={hours} onChange={setHours} />
      ) : (
        <p className={css['quiet']}>{endOf(props.cost, now)}</p>
      )}
      {start.isError && <ErrorNote what="The import was not started" error={start.error} />}
      <Group>
        <Button
          onClick={() => start.mutate()}
          loading={start.isPending}
          disabled={atHours && !isComplete(hours)}
        >
          {atHours ? 'Schedule import' : 'Start import'}
        </Button>
        <Button variant="default" onClick={props.onStarted}>
          Cancel
        </Button>
      </Group>
    </div>
  )
}
