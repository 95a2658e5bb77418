from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mobilities", "0005_enter_once_rows")]

    operations = [
        migrations.RemoveField(model_name="host", name="is_active"),
        migrations.RemoveField(model_name="host", name="former_languages"),
        migrations.AddConstraint(
            model_name="host",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["candidate", "active", "paused"])), name="host_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="host",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paused"), _negated=True),
                    models.Q(("paused_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="paused_host_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="mobility",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "confirmed", "closed", "cancelled", "interrupted"])),
                name="mobility_state_known",
            ),
        ),
    ]
