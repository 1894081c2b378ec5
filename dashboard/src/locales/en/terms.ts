/** Codes are said as the server says them in sentences and documents. */
export { termsEn as default } from '@mingcha/analytics/words';
