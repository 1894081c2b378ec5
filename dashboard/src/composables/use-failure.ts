/** What to say of a request that failed: the server's own sentence, else what became of it. */
import { useI18n } from 'vue-i18n';
import type { ApiError } from '../api/client.ts';

export function useFailure() {
  const { t } = useI18n();
  return ({ message, status }: ApiError): string =>
    message || (status === 0 ? t('state.error_network') : t('state.error_server', { status }));
}
