/** Tailwind reads `app/globals.css`; there is no other configuration of it. */
export default { plugins: { '@tailwindcss/postcss': {} } };
