import { ActionIcon, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { copy } from './copy.ts'
import css from './CopyField.module.css'
import { CheckIcon, CopyIcon } from './icons.tsx'

const SAID_FOR_MS = 2000

/** A small button that copies `value` and says so. `what` completes "Copy …". */
export function CopyIconButton({ value, what }: { value: string; what: string }) {
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(null), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [said])
  const onClick = async (): Promise<void> => {
    setSaid((await copy(value)) ? 'Copied' : 'The browser did not allow copying: select the text instead')
  }
  return (
    <>
      <Tooltip label={said ?? `Copy ${what}`}>
        <ActionIcon variant="subtle" color="gray" aria-label={`Copy ${what}`} onClick={() => void onClick()}>
          {said === 'Copied' ? <CheckIcon /> : <CopyIcon />}
        </ActionIcon>
      </Tooltip>
      <span className="sr-only" role="status">
        {said}
      </span>
    </>
  )
}

/** A value to carry elsewhere, exactly as it is, with its copy button. */
export function CopyField({ value, what }: { value: string; what: string }) {
  return (
    <div className={css['field']}>
      <code className={css['value']}>{value}</code>
      <CopyIconButton value={value} what={what} />
    </div>
  )
}
