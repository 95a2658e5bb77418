from django.db import migrations, models


def name_schools(apps, schema_editor) -> None:
    """Records made before the name was part of them: what the school is called now."""
    for row in apps.get_model("mobilities", "Conference").objects.exclude(record=None).select_related("school"):
        row.record["school"] = row.school.name
        row.save(update_fields=["record"])


class Migration(migrations.Migration):
    dependencies = [
        ("mobilities", "0022_question_lock"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="findings",
                to="mobilities.presentation",
                verbose_name="session",
            ),
        ),
        migrations.RunPython(name_schools, migrations.RunPython.noop),
    ]
