import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look/look.css'
import './look/list.css'
import './look/edit.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from './api/client.ts'
import { readable, theme } from './look/theme.ts'
import { routerFor } from './routes.tsx'
import { KeyListener } from './shell/keys.tsx'

// Only a server that does not answer is asked again by itself; what it said no to it would say no to again.
const isDown = (error: Error) => error instanceof Refused && [0, 502, 503, 504].includes(error.problem.status)
const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (count, error) => isDown(error) && count < 3, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})
const router = routerFor(queries)
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''

createRoot(document.getElementById('console')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readable}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <KeyListener>
          <RouterProvider router={router} />
        </KeyListener>
      </QueryClientProvider>
      <Notifications position="bottom-right" limit={4} />
    </MantineProvider>
  </StrictMode>,
)
