import type { ReactNode } from 'react'
import css from './Table.module.css'

interface Row<Head extends string> {
  key: string
  cells: Record<Head, ReactNode>
}

/** The head of the column of buttons: only heard. */
export const ACTIONS = 'What to do'

/**
 * A table; on a narrow screen each row becomes a small stack, and each cell says what it is. The roles are named because a
 * browser forgets them when a row is no longer laid out as one.
 */
export function Table<Head extends string>(props: { name: string; heads: Head[]; rows: Row<Head>[] }) {
  const { name, heads, rows } = props
  return (
    <table className={css['table']} role="table" aria-label={name}>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head) => (
            <th scope="col" role="columnheader" key={head}>
              <span className={head === ACTIONS ? 'sr-only' : undefined}>{head}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, cells }) => (
          <tr role="row" key={key}>
            {heads.map((head) => (
              <td role="cell" key={head} data-head={head === ACTIONS ? undefined : head}>
                {cells[head]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
