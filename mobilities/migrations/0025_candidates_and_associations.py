from django.db import migrations, models

KINDS = [
    ("company", "Company"),
    ("school", "School"),
    ("course_provider", "Course provider"),
    ("intermediary", "Intermediary organisation"),
    ("public_body", "Public body"),
    ("association", "Association or foundation"),
]


class Migration(migrations.Migration):
    dependencies = [("mobilities", "0024_fixed_amounts")]

    operations = [
        migrations.RemoveConstraint(model_name="host", name="host_kind_known"),
        migrations.AlterField(
            model_name="host",
            name="kind",
            field=models.CharField(choices=KINDS, default="company", max_length=20, verbose_name="kind"),
        ),
        migrations.AlterField(
            model_name="host",
            name="state",
            field=models.CharField(
                choices=[("candidate", "Candidate"), ("active", "Active"), ("paused", "Paused")],
                default="candidate",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="host",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [value for value, _label in KINDS])), name="host_kind_known"
            ),
        ),
    ]
