"""Every extension of a project's term is kept; those made so far come from the journal, else from the project itself."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models


def keep_what_is_known(apps, schema_editor):
    Extension, Project = apps.get_model("projects", "ProjectExtension"), apps.get_model("projects", "Project")
    Entry = apps.get_model("audit", "Entry")
    for project in Project.objects.exclude(original_end=None).exclude(extended_on=None):
        entries = Entry.objects.filter(object_type="projects.project", object_id=str(project.pk)).order_by("at", "pk")
        rows = [
            Extension(
                project=project,
                old_end=date.fromisoformat(entry.changes["end"][0]),
                new_end=date.fromisoformat(entry.changes["end"][1]),
                day=date.fromisoformat(entry.changes["extended_on"][1]),
                note=entry.changes.get("extension_note", ["", ""])[1],
            )
            for entry in entries
            if "end" in entry.changes and "extended_on" in entry.changes
        ]
        known = Extension(
            project=project, old_end=project.original_end, new_end=project.end, day=project.extended_on,
            note=project.extension_note,
        )  # fmt: skip
        Extension.objects.bulk_create(rows or [known])


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_activity_type_version"),
        ("audit", "0002_any_key_and_job_verbs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_end", models.DateField(verbose_name="end until then")),
                ("new_end", models.DateField(verbose_name="new end")),
                ("day", models.DateField(verbose_name="agreed on")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension of a project",
                "verbose_name_plural": "extensions of a project",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
