/** Each page's code is fetched when it is first shown. */
export const pages = {
  signIn: () => import('./session/SignInPage.svelte'),
  setup: () => import('./session/SetupPage.svelte'),
  book: () => import('./book/BookPage.svelte'),
};
