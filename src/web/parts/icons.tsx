import type { ReactNode, SVGProps } from 'react'

/** Our few icons: 16 by 16, one stroke, always beside a word or with a label on the button that holds them. */
function icon(children: ReactNode) {
  return function Icon({ size = 16, ...rest }: SVGProps<SVGSVGElement> & { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        {...rest}
      >
        {children}
      </svg>
    )
  }
}

export const CallsIcon = icon(<path d="M3 8v0M6.3 5v6M9.7 3v10M13 6v4M3 7v2" />)
export const MailIcon = icon(
  <>
    <rect x="2" y="3.5" width="12" height="9" rx="1.8" />
    <path d="m2.5 5 5.5 4 5.5-4" />
  </>,
)
export const PlugIcon = icon(
  <>
    <path d="M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14" />
  </>,
)
export const ImportIcon = icon(
  <path d="M8 2v7.5m0 0 3-3m-3 3-3-3M2.5 10v2a1.5 1.5 0 0 0 1.5 1.5h8a1.5 1.5 0 0 0 1.5-1.5v-2" />,
)
export const PulseIcon = icon(<path d="M2 8.5h3l1.8-4.5 2.6 8 1.8-3.5H14" />)
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.5 10.5 3.5 3.5" />
  </>,
)
export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.8" />
    <path d="M10.5 3.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1" />
  </>,
)
export const CheckIcon = icon(<path d="m3 8.5 3.5 3.5L13 4.5" />)
export const CrossIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />)
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />)
export const PenIcon = icon(
  <path d="m3 13 .6-2.7L10.8 3a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2L5.7 12.4z" />,
)
export const TrashIcon = icon(
  <path d="M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.6 8a1 1 0 0 0 1 1h3.8a1 1 0 0 0 1-1l.6-8" />,
)
export const ChevronIcon = icon(<path d="m4 6 4 4 4-4" />)
export const BackIcon = icon(<path d="M13 8H3m4-4L3 8l4 4" />)
export const OutIcon = icon(
  <path d="M9 3h4v4M13 3 7.5 8.5M11.5 9.5v2.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1h2.5" />,
)
export const WarnIcon = icon(
  <>
    <path d="M7.1 2.9 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 2.9a1 1 0 0 0-1.8 0z" />
    <path d="M8 6.5v3M8 11.5v0" />
  </>,
)
export const InfoIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7.5V11M8 5v0" />
  </>,
)
export const LinkIcon = icon(
  <path d="M6.5 9.5a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-.5.5M9.5 6.5a2.8 2.8 0 0 0-4 0l-2 2a2.8 2.8 0 0 0 4 4l.5-.500" />,
)
