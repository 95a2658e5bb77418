"""The Commission's Beneficiary Module, fed by its own templates and watched by its own exports.

No copy of its columns is public and they change, so none is written down here: a template is taken as the module made
it, its columns are matched by name (`fields`, `matching`), and only the rows of data are written (`filling`), byte by
byte beside everything else (`package`, `sheet`) or in its own separators (`text`). `comparing` reads an export back,
`sides` says whether two values mean the same. What people wrote beside the table is looked through first (`asides`).
"""
