import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import css from './MoreSentinel.module.css'

/** The end of a list that goes on: loads more shortly before it comes into view, or when pressed. */
export function MoreSentinel(props: { more: boolean; loading: boolean; onMore: () => void; label: string }) {
  const end = useRef<HTMLDivElement>(null)
  const load = useRef(props.onMore)
  useEffect(() => {
    load.current = props.onMore
  })
  const armed = props.more && !props.loading
  useEffect(() => {
    if (!armed || !end.current) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && load.current(), {
      rootMargin: '600px',
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [armed])
  if (!props.more) return null
  return (
    <div ref={end} className={css['end']}>
      <Button variant="subtle" size="compact-sm" loading={props.loading} onClick={props.onMore}>
        {props.label}
      </Button>
    </div>
  )
}
