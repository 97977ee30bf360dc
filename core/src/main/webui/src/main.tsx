import '@fontsource-variable/inter/wght.css';
import './design/tokens.css';
import './design/base.css';
import './design/layout.css';
import './design/controls.css';
import './design/data.css';
import './pages/pages.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { ProblemError } from './api/problem';
import { theme } from './design/theme';
import { Toasts } from './design/Toasts';
import { LanguageProvider } from './i18n';
import { router } from './router';

theme.start();

const queries = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      // A browser that believes to be offline would wait silently; a failed call says what is wrong.
      networkMode: 'always',
      staleTime: 5_000,
      // A refusal stays a refusal; only a lost connection or a busy server is worth another try.
      retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.problem.status < 500),
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
