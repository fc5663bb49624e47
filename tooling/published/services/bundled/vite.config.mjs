// MODE is what stays outside: nothing, or what Vite leaves there by itself.
export default {
  build: { ssr: 'run.mjs', outDir: process.env.OUT, minify: true },
  ssr: process.env.MODE === 'whole' ? { noExternal: true } : {},
};
