import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { backfillsQuery } from './backfills/query.ts'
import { callQuery, callsQuery, followUpQuery, followUpsQuery, gongQuery, meQuery } from './api/queries.ts'
import { filterOf, readCallsSearch } from './calls/search.ts'
import { CallsPage } from './calls/CallsPage.tsx'
import { readQueueSearch } from './follow-ups/search.ts'
import { healthQuery } from './health/query.ts'
import { readGongSearch } from './integrations/search.ts'
import { readSearch } from './shell/read-search.ts'
import { BrokenPage, MissingPage } from './shell/BrokenPage.tsx'
import { Shell } from './shell/Shell.tsx'

/** Every page's address. The calls list comes with the first load; the other pages are fetched when needed. */

const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet })

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./setup/SetupPage.tsx'), 'SetupPage'),
})

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search) => readSearch(search, ['to']),
  component: lazyRouteComponent(() => import('./login/LoginPage.tsx'), 'LoginPage'),
})

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./join/JoinPage.tsx'), 'JoinPage'),
})

/** Everything behind the sign-in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery)
    if (me.setupNeeded) throw redirect({ to: '/setup' })
    if (!me.user) throw redirect({ to: '/login', search: { to: location.href } })
  },
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/calls' })
  },
})

const callsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls',
  validateSearch: readCallsSearch,
  loaderDeps: ({ search }) => ({ search }),
  loader: ({ context, deps }) => void context.client.prefetchInfiniteQuery(callsQuery(filterOf(deps.search))),
  component: CallsPage,
})

const callRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls/$id',
  loader: ({ context, params }) => void context.client.prefetchQuery(callQuery(params.id)),
  component: lazyRouteComponent(() => import('./call/CallPage.tsx'), 'CallPage'),
})

const followUpsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/follow-ups',
  validateSearch: readQueueSearch,
  loaderDeps: ({ search }) => ({ search }),
  loader: ({ context, deps }) =>
    void context.client.prefetchInfiniteQuery(followUpsQuery(deps.search.status ?? 'draft')),
  component: lazyRouteComponent(() => import('./follow-ups/FollowUpsPage.tsx'), 'FollowUpsPage'),
})

/** A follow-up lives on its call's page; a link to it leads there. */
const followUpRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/follow-ups/$id',
  beforeLoad: async ({ context, params }) => {
    const { callId } = await context.client.fetchQuery(followUpQuery(params.id))
    throw redirect({ to: '/calls/$id', params: { id: callId }, replace: true })
  },
})

const integrationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations',
  loader: ({ context }) => void context.client.prefetchQuery(gongQuery),
  component: lazyRouteComponent(() => import('./integrations/IntegrationsPage.tsx'), 'IntegrationsPage'),
})

const gongRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/integrations/gong',
  validateSearch: readGongSearch,
  loader: ({ context }) => void context.client.prefetchQuery(gongQuery),
  component: lazyRouteComponent(() => import('./integrations/GongPage.tsx'), 'GongPage'),
})

const healthRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/health',
  loader: ({ context }) => void context.client.prefetchQuery(healthQuery),
  component: lazyRouteComponent(() => import('./health/HealthPage.tsx'), 'HealthPage'),
})

const backfillsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/backfills',
  loader: ({ context }) => void context.client.prefetchQuery(backfillsQuery),
  component: lazyRouteComponent(() => import('./backfills/BackfillsPage.tsx'), 'BackfillsPage'),
})

const routeTree = rootRoute.addChildren([
  setupRoute,
  loginRoute,
  joinRoute,
  shellRoute.addChildren([
    homeRoute,
    callsRoute,
    callRoute,
    followUpsRoute,
    followUpRoute,
    integrationsRoute,
    gongRoute,
    healthRoute,
    backfillsRoute,
  ]),
])

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    // What is fresh is decided by the store of answers alone.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: MissingPage,
  })
}
