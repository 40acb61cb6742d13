"""A table has a title above the row that names its columns.

The first row of a csv or tsv file names the columns, and each row below it is a card. With a title
above them the names of the columns are a card.

Wrong:

```toml obverse.toml
content = "."
[tables."animals.csv"]
```

```csv animals.csv
Animals,
French,English
le chat,the cat
```

Right:

```toml obverse.toml
content = "."
[tables."animals.csv"]
```

```csv animals.csv
French,English
le chat,the cat
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
