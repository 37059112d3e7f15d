import css from './GongPage.module.css'

/** For the person who must decide whether to allow it. */
export function WhatWeAsk() {
  return (
    <section className={css['about']}>
      <h2 className={css['title']}>What FastFollow asks of Gong</h2>
      <ul>
        <li>
          When a call was analysed, its details and its transcript. Private calls are left alone: their
          transcript is never asked for.
        </li>
        <li>The list of calls every few minutes, so that a lost message from Gong loses no call.</li>
        <li>
          At most three requests a second and 10,000 a day, Gong’s own limits, shared with nothing else of
          yours.
        </li>
        <li>No recordings, no CRM data, no write access.</li>
      </ul>
    </section>
  )
}
