// One page for every slug: served from the shell, with its head filled in by the server.
export const prerender = false;
export const ssr = false;
