import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env['KOHORTE_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, strictPort: true, proxy: { '/api': backend, '/v1': backend, '/q': backend } },
  // Nothing inline: the page runs under a Content-Security-Policy of 'self'.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
