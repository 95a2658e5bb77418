from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mobilities", "0020_letters_sent_together"),
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
    ]
