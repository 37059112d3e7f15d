import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Builds the pages from `src/web` into `dist/web`, which the server hands out.
 * `vite` alone serves them hot and passes `/api` on to the server of `npm run dev`.
 */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // The policy for content forbids inline scripts and data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    strictPort: true,
    // All of the server's addresses, but not the pages' own folder `api/`.
    proxy: { '^/api/(?!.*\\.ts)': { target: 'http://127.0.0.1:3000', changeOrigin: false } },
  },
})
