export default {
  export: {
    title: '导出',
    making: '正在生成…',
    failed: '没有生成。请稍后重试；若反复出现，请告诉管理员。',
    format: { xlsx: 'Excel', docx: 'Word', pdf: 'PDF', csv: 'CSV', parquet: 'Parquet' },
    most: '一个文件最多100万行，超出的行不在其中。',
    hint: {
      xlsx: '可筛选，附口径说明',
      docx: '可编辑，2000行以内',
      pdf: '可打印，2000行以内',
      csv: '代码原样，供程序读取',
      parquet: '供数据分析工具读取',
    },
  },
};
