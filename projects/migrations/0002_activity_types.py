from django.db import migrations

from projects.activity_types import load_activity_types


def load(apps, schema_editor) -> None:
    load_activity_types(apps.get_model("projects", "ActivityType"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
