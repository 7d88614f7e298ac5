"""A briefing whose numbers are all frozen, and the catalogue of its funds."""

FROZEN = """\
---
title: 只有定格的数字
date: 2024-02-20
---

近一年 {{ 990101 return 1y }},回撤 {{ 990101 drawdown 1y }},跟踪误差 {{ 990101 tracking-error 1y }},
净值 {{ 990101 nav }}(至 {{ 990101 date }}),指数[跌了]{index:X90713 return 3m > -90%}。

```chart
type: compare
series: [index:X90713, 990101]
from: 2023-06-01
```

图:走势

```funds
funds: [990101, 990201]
columns: [nav, return 1y, calendar-year 2023]
```

表:两只基金
"""
CATALOGUE = "code,name,index,benchmark\n990101,甲,X90713,示例指数×95%+现金×5%\n990102,丙,,\n990201,乙,,\n"
