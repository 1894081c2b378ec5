/** What a row of the look ahead says, as the server's pages say it too. */
export * from '@mingcha/analytics/dispatch';
