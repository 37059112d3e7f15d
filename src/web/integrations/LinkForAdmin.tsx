import { Button } from '@mantine/core'
import { useState } from 'react'
import { copy } from '../parts/copy.ts'
import { LinkIcon } from '../parts/icons.tsx'

/** For someone who is not the Gong administrator: the address of this page, to hand on. */
export function LinkForAdmin() {
  const [said, setSaid] = useState('')
  const address = `${location.origin}/integrations/gong`
  return (
    <div>
      <Button
        variant="default"
        size="xs"
        leftSection={<LinkIcon size={14} />}
        onClick={() =>
          void copy(address).then((ok) =>
            setSaid(ok ? 'Copied. An admin of this workspace can open it.' : address),
          )
        }
      >
        I am not the Gong admin: copy a link for them
      </Button>{' '}
      <span role="status" style={{ fontSize: '0.84375rem' }}>
        {said}
      </span>
    </div>
  )
}
