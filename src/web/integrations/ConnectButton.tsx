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
  return (
    <Button component="a" href={CONNECT} size={size} variant={main ? 'filled' : 'default'}>
      {wordOf(connection, again)}
    </Button>
  )
}

/** The same within a line of text. */
export function ConnectLink({ connection }: { connection: GongConnection }) {
  return <a href={CONNECT}>{wordOf(connection, false)}</a>
}

function wordOf(connection: GongConnection, again: boolean): string {
  if (connection.status !== 'not_connected') return 'Reconnect'
  return again ? 'Connect again' : 'Connect'
}
