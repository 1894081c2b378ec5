/** The page that lies in each bundle, for whoever finds it without knowing what it is. */

export const readmeOf = (): string => `明察发布件 · A publication of Mingcha

本文件夹是一份封存的发布件，发布之后不再改动；迟到的数据另行以更正发布。
  manifest.json          清单：编号、期间、统计时点、数据截止、定义、权重、规则与日历版本、各文件的 SHA-256、上一份发布的封签
  manifest.sha256        清单的封签（可用 sha256sum --check 核对）
  ranking.json           公布的名次、得分与各项计数
  statistics.json        通报的期间统计（只在通报中）
  cases.parquet          计算所依据的办件（无申请人信息），任何 Parquet 工具均可打开
  cards.parquet          计入的监察牌及其处理
  items / units / calendars / calendar_days .parquet   事项时限、单位、工作日历
核验：把文件夹放到任何装有明察的机器上，运行  mingcha verify 文件夹（或整包下载的zip）
核验会用另一引擎由办件重新计算每一个公布的数字，逐项说明是否一致；退出码 0 为全部一致，1 为不一致。

This folder is a sealed publication. It never changes; data that arrive later make a restatement of its own.
  manifest.json          number, period, moment, watermark, definitions, weights, versions, SHA-256 of each file, seal of the
                         publication before
  manifest.sha256        the seal of the manifest (sha256sum --check reads it)
  ranking.json           ranks, scores and counts as published
  statistics.json        statistics of the period, of a notice
  cases.parquet          the cases they were counted from, without applicants, for any Parquet tool
  cards.parquet          the cards that count, and what was done with them
  items / units / calendars / calendar_days .parquet   limits, units and working days
To verify, on any machine with Mingcha and nothing else:  mingcha verify FOLDER (or its zip)
It counts every published number again from the cases, in another engine, and says what agrees and what does not; the exit
code is 0 when all agrees and 1 when not.
`;
