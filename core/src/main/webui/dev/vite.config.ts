import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fixtures } from './fixtures.ts';

// `npm run fixtures`: the interface on made-up answers, without a server. Never part of a build.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [react(), fixtures()],
  server: { port: Number(process.env['PORT'] ?? 5174), strictPort: true, watch: { usePolling: false } },
});
