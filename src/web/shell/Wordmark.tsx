import css from './Wordmark.module.css'

/** The product's sign and name. */
export function Wordmark({ large = false }: { large?: boolean }) {
  return (
    <span className={css['wordmark']} data-large={large || undefined}>
      <svg width={large ? 30 : 24} height={large ? 30 : 24} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#4f5fe0" />
        <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
          <path d="M8 11h9M8 16h6" opacity=".75" />
          <path d="M13 22h10m-4-4.5 4.5 4.5-4.5 4.5" />
        </g>
      </svg>
      <span className={css['name']}>FastFollow</span>
    </span>
  )
}
