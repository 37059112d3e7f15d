import { Outlet } from '@tanstack/react-router'
import { Banner } from './Banner.tsx'
import { GlobalKeys } from './GlobalKeys.tsx'
import { LiveProvider } from './Live.tsx'
import { Nav } from './Nav.tsx'
import css from './Shell.module.css'
import { TopBar } from './TopBar.tsx'

/** The frame around every page behind the sign-in. */
export function Shell() {
  return (
    <LiveProvider>
      <a className={css['skip']} href="#main">
        Skip to the content
      </a>
      <div className={css['shell']}>
        <Nav />
        <div className={css['side']}>
          <TopBar />
          <Banner />
          <main id="main" tabIndex={-1} className={css['main']}>
            <Outlet />
          </main>
        </div>
      </div>
      <GlobalKeys />
    </LiveProvider>
  )
}
