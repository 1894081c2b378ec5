/** Rates, as the server says them too. */
export { fixed, NOTHING, percent, permille, pointsChange } from '@mingcha/analytics/words';
