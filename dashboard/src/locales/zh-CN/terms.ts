/** 代码的说法与服务端文书同出一处。 */
export { termsZh as default } from '@mingcha/analytics/words';
