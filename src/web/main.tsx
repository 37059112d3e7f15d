import './mantine.css'
import './base.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './api/client.ts'
import { keys } from './api/queries.ts'
import { makeRouter } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

const client = makeQueryClient(() => {
  client.removeQueries({ queryKey: keys.me })
  void router.invalidate()
})
const router = makeRouter(client)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root element')

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" autoClose={5000} containerWidth={360} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
