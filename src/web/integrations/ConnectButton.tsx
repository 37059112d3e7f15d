import { Button } from '@mantine/core'
import type { GongConnection } from '../api/types.ts'

const CONNECT = '/api/integrations/gong/connect'

/** Leaves for Gong's own page, where an administrator allows the access. */
export const goToGong = (): void => location.assign(CONNECT)

/** A true link: it leads away from here. */
export function ConnectButton(props: {
  connection: GongConnection
  size?: string
  again?: boolean
  main?: boolean
}) {
  const { connection, size = 'sm', again = false, main = true } = props
  const word = connection.status === 'not_connected' ? (again ? 'Connect again' : 'Connect') : 'Reconnect'
  return (
    <Button component="a" href={CONNECT} size={size} variant={main ? 'filled' : 'default'}>
      {word}
    </Button>
  )
}
