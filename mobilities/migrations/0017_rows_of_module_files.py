from django.db import migrations, models
from django.db.models import Q


def take_over(apps, schema_editor):
    """What was sent with incomplete mobilities would be so again."""
    rows = apps.get_model("mobilities", "ModuleFile").objects
    rows.filter(only_complete=False).update(which="all")


def put_back(apps, schema_editor):
    apps.get_model("mobilities", "ModuleFile").objects.filter(which="all").update(only_complete=False)


class Migration(migrations.Migration):
    dependencies = [("mobilities", "0016_paper_instead_of_another")]

    operations = [
        migrations.AddField(
            model_name="modulefile",
            name="which",
            field=models.CharField(
                choices=[
                    ("complete", "Only rows that the module takes as complete"),
                    ("drafts", "Also rows in which the module wants more than stands here: it keeps them as drafts"),
                    ("all", "All, also mobilities that are not complete here"),
                ],
                default="complete",
                max_length=10,
                verbose_name="rows of the file",
            ),
        ),
        migrations.RunPython(take_over, put_back),
        migrations.RemoveField(model_name="modulefile", name="only_complete"),
        migrations.AddConstraint(
            model_name="modulefile",
            constraint=models.CheckConstraint(
                condition=Q(which__in=["complete", "drafts", "all"]), name="module_rows_known"
            ),
        ),
    ]
