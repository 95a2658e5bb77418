"""Latvian order on both databases, whatever order the database was created with."""

from django.db.models import Func


class Latvian(Func):
    """`order_by(Latvian("last_name"))`: ā sorts with a, č after c."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "lv"', **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "lv-x-icu"', **extra)
