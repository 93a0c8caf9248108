import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

/** How the console is built: from this folder into `dist`, which the server serves. */
export const consoleBuild: InlineConfig = {
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
}
