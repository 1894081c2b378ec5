/**
 * The moment a reader looks from goes along wherever they go, until they come back to now. It stands in the address as
 * `as_of`; a target that names it, even as undefined, decides for itself, and so do back and forward.
 */
import type { RouteLocation, RouteLocationNormalizedLoaded, RouteLocationRaw, Router } from 'vue-router';
import { momentIn, readsAsOf } from './moment.ts';

export function keepMoment(router: Router): void {
  const { resolve, push, replace } = router;
  const read = ({ query }: RouteLocation) => {
    const asOf = query['as_of'];
    readsAsOf.value = momentIn((Array.isArray(asOf) ? asOf[0] : asOf) ?? '');
  };
  const along = (to: RouteLocationRaw): RouteLocationRaw => {
    const asOf = router.currentRoute.value.query['as_of'];
    if (!asOf || (typeof to !== 'string' && to.query && 'as_of' in to.query)) return to;
    const { path, query, hash } = resolve(to);
    return { path, hash, query: { ...query, as_of: asOf } };
  };
  router.resolve = ((to: RouteLocationRaw, current?: RouteLocationNormalizedLoaded) =>
    resolve(along(to), current)) as Router['resolve'];
  router.push = (to) => push(along(to));
  router.replace = (to) => replace(along(to));
  // Before the first page is there, so that nothing is read as of now in vain.
  read(resolve(router.options.history.location));
  router.afterEach(read);
}
