import parloop from '@parloop/vite-plugin';
import { defineConfig } from 'vite';

export default defineConfig({ base: './', plugins: [parloop()] });
