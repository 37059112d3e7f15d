import { Skeleton } from '@mantine/core'
import css from './CallListSkeleton.module.css'

const WIDTHS = ['62%', '48%', '70%', '55%', '44%', '66%', '52%', '58%']

/** The list's shape while it is read. */
export function CallListSkeleton() {
  return (
    <div aria-busy="true" aria-label="The calls are being read" role="status">
      <Skeleton height={12} width={60} mt={24} mb={12} />
      {WIDTHS.map((width) => (
        <div key={width} className={css['row']}>
          <Skeleton height={12} circle />
          <Skeleton height={12} width={36} />
          <Skeleton height={14} width={width} />
          <Skeleton height={12} width={90} />
          <Skeleton height={12} width="60%" />
        </div>
      ))}
    </div>
  )
}
