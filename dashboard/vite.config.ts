/** Builds the dashboard into dist/, which the API server hands out from the root of its own address. */
import vue from '@vitejs/plugin-vue';
import ElementPlus from 'unplugin-element-plus/vite';
import { defaultClientConditions, defineConfig } from 'vite';

const api = process.env['MINGCHA_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  resolve: { conditions: ['mingcha:source', ...defaultClientConditions] },
  plugins: [vue(), ElementPlus({})],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 900, assetsInlineLimit: 0 },
  server: { port: 8141, proxy: { '/api': api } },
});
