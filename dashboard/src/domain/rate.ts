/** Rates, as the server says them too. */
export { NOTHING, percent, permille, pointsChange } from '@mingcha/analytics/words';
