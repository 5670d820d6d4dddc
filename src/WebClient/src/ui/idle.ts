/** When the page has nothing better to do. Safari cannot tell, and is given a moment. */
export function whenIdle(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done(), { timeout: 5000 });
    else setTimeout(done, 300);
  });
}

/** With the frame after the coming one: what one waits for is in sight by then. */
export function afterFrame(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}
