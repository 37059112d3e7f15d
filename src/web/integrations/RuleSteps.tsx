import { Button, Checkbox, SegmentedControl, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { GongConnection } from '../api/types.ts'
import { CopyField } from '../parts/CopyField.tsx'
import { RelativeTime } from '../parts/RelativeTime.tsx'
import { StateShape, StateBadge } from '../parts/StateBadge.tsx'
import type { Look } from '../parts/state.ts'
import css from './GongPage.module.css'
import { ruleStateLook } from './look.ts'
import { NewAddress } from './NewAddress.tsx'
import { RuleKey } from './RuleKey.tsx'
import { useGongAction } from './useGongAction.ts'

type Rule = NonNullable<GongConnection['rule']>
type Way = Rule['authentication']

/** Leads through the rule that today's Gong needs, step by step, and knows which are done: also after a reload. */
export function RuleSteps({ connection }: { connection: GongConnection }) {
  const [way, setWay] = useState<Way>(connection.rule?.authentication ?? 'jwt')
  // Until the other kind is begun, too, what is stored is about the present one.
  const rule = connection.rule?.authentication === way ? connection.rule : null
  return (
    <Stack gap="sm" mt="sm">
      <SegmentedControl
        size="xs"
        aria-label="How the rule proves itself"
        value={way}
        onChange={(value) => setWay(value === 'address' ? 'address' : 'jwt')}
        data={[
          { value: 'jwt', label: 'Signed (recommended)' },
          { value: 'address', label: 'Secret in the address' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <ol className={css['ruleSteps']}>
        <Step done={rule !== null} title="Copy our address">
          <Address rule={rule} way={way} connection={connection} />
        </Step>
        <Step title="Begin a rule in Gong">
          <p>
            Open <b>Admin center → Settings → Ecosystem → Automation rules</b> and choose <b>Add rule</b>.
            Leave its filter empty, so that every call comes: FastFollow has filters of its own, and nothing
            is missed when you change them.
          </p>
          <Filter rule={rule} />
        </Step>
        <Step title="Let it call the address">
          <p>
            As action choose <b>Fire webhook</b> and paste the address. As authentication choose{' '}
            <b>{way === 'jwt' ? 'Signed JWT header' : 'URL includes key'}</b>.
            {way === 'address' &&
              ' Nothing is signed then: whoever knows the address can send. Use it only where a signature is not possible.'}
          </p>
        </Step>
        {way === 'jwt' && (
          <Step done={rule !== null && rule.state !== 'needs_key'} title="Bring Gong’s public key here">
            <p>
              Gong shows it below the choice “Signed JWT header”, as one long line of letters. Paste it as it
              is:
            </p>
            <RuleKey hasKey={rule !== null && rule.state !== 'needs_key'} />
          </Step>
        )}
        <Step done={rule?.state === 'verified'} title="Test it, then switch it on">
          <p>
            Press <b>Test now</b> in Gong, then save and enable the rule. A test never makes a call or a
            follow-up.
          </p>
          {rule && <Outcome rule={rule} />}
        </Step>
      </ol>
    </Stack>
  )
}

const DONE: Look = { shape: 'check', tone: 'good', word: 'Done' }

function Step({ title, done = false, children }: { title: string; done?: boolean; children: ReactNode }) {
  return (
    <li className={css['ruleStep']} data-done={done || undefined}>
      <h4>
        {title} {done && <StateShape look={DONE} label />}
      </h4>
      {children}
    </li>
  )
}

function Address({ rule, way, connection }: { rule: Rule | null; way: Way; connection: GongConnection }) {
  const make = useGongAction('rule')
  if (rule) {
    return (
      <>
        <CopyField value={rule.webhookUrl} what="the address" />
        {connection.delivery === 'rule' && (
          <div>
            <NewAddress connection={connection} button={{ size: 'compact-xs', variant: 'subtle' }} />
          </div>
        )}
      </>
    )
  }
  return (
    <div>
      <Button
        size="xs"
        loading={make.isPending}
        onClick={() => make.mutate(way === 'address' ? { urlSecret: true } : {})}
      >
        Make the address
      </Button>
    </div>
  )
}

/** A filter in Gong is known here, so that its silence is not taken for a fault. */
function Filter({ rule }: { rule: Rule | null }) {
  const change = useGongAction('rule')
  const [wish, setWish] = useState(false)
  if (rule === null) return null
  const say = (isFiltered: boolean): void => {
    setWish(isFiltered)
    change.mutate({ filter: isFiltered ? 'external_only' : null })
  }
  return (
    <Checkbox
      label="My rule has a filter: it fires for calls with customers only"
      description="Then it is no fault when internal calls are not announced; they are found by comparing lists."
      checked={change.isPending ? wish : rule.filter === 'external_only'}
      onChange={(event) => say(event.currentTarget.checked)}
    />
  )
}

/** "Waiting for the test delivery", then "Verified": it moves by itself. */
function Outcome({ rule }: { rule: Rule }) {
  return (
    <p role="status">
      <StateBadge look={ruleStateLook(rule.state)} />
      {rule.state === 'needs_key' && ': until it is stored, everything sent to the address is refused.'}
      {rule.verifiedAt && (
        <>
          {' '}
          <RelativeTime at={rule.verifiedAt} />
        </>
      )}
    </p>
  )
}
