"""Entries of the journal written before belong to their project's activity, where the row they tell of is still there."""

from django.db import migrations

BATCH = 500
PATHS = {
    ("projects", "Project"): "pk",
    ("projects", "Deadline"): "project",
    ("projects", "Dissemination"): "project",
    ("projects", "ProjectOrganisation"): "project",
    ("projects", "ProjectExtension"): "project",
    ("projects", "Instalment"): "project",
    ("projects", "Rate"): "project",
    ("mobilities", "Mobility"): "project",
    ("mobilities", "AccompanyingPerson"): "project",
    ("mobilities", "MobilityGrant"): "mobility__project",
    ("mobilities", "ExperienceReport"): "mobility__project",
    ("mobilities", "Attachment"): "report__mobility__project",
    ("mobilities", "Selection"): "project",
    ("mobilities", "Application"): "selection__project",
}


def tell_projects(apps, schema_editor) -> None:
    entries = apps.get_model("audit", "Entry").objects.filter(project_key=None)
    for (app, model), path in PATHS.items():
        told = entries.filter(object_type=f"{app}.{model}".lower())
        if not told.exists():
            continue
        keys: dict[int, list[str]] = {}
        for pk, project in apps.get_model(app, model).objects.order_by().values_list("pk", path).iterator():
            keys.setdefault(project, []).append(str(pk))
        for project, found in keys.items():
            for place in range(0, len(found), BATCH):
                told.filter(object_id__in=found[place : place + BATCH]).update(project_key=project)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_project_key"),
        ("projects", "0010_papers"),
        ("mobilities", "0013_paper_outlives_trip"),
    ]

    operations = [migrations.RunPython(tell_projects, migrations.RunPython.noop)]
