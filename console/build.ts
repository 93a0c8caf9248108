import react from '@vitejs/plugin-react'
import { build } from 'vite'

// Builds the console from this folder into `dist`, which the server serves. A program of its own: what builds takes much
// memory and sets NODE_ENV, and neither is to stay in a server.
await build({
  root: import.meta.dirname,
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
})
