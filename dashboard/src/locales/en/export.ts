export default {
  export: {
    title: 'Export',
    making: 'Being made…',
    failed: 'It was not made. Try again in a while; if it happens again, tell the administrator.',
    format: { xlsx: 'Excel', docx: 'Word', pdf: 'PDF', csv: 'CSV', parquet: 'Parquet' },
    most: 'A file holds 1,000,000 rows at most; rows beyond are not in it.',
    hint: {
      xlsx: 'with filters and definitions',
      docx: 'to edit, up to 2,000 rows',
      pdf: 'to print, up to 2,000 rows',
      csv: 'codes as they are, for programs',
      parquet: 'for tools of analysis',
    },
  },
};
