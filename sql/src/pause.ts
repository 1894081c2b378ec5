/** A pause of whoever works in rounds, which others can end early. One at a time. */
export function openPause(): { take(milliseconds: number): Promise<void>; end(): void } {
  let end: () => void = () => undefined;
  return {
    take: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end(),
  };
}
