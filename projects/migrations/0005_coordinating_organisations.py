from django.db import migrations


def name_them(apps, schema_editor):
    """Who coordinates a project that the school is a partner in stands among its organisations too."""
    Organisation = apps.get_model("projects", "ProjectOrganisation")
    projects = apps.get_model("projects", "Project").objects.filter(role="partner").exclude(coordinator_name="")
    for project in projects.exclude(organisations__role="coordinator").iterator():
        Organisation.objects.create(project=project, role="coordinator", name=project.coordinator_name)


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_life_dates")]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
