from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_project_key'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='verb',
            field=models.CharField(choices=[('add', 'added'), ('change', 'changed'), ('delete', 'deleted'), ('submit', 'submitted'), ('return', 'returned'), ('approve', 'approved'), ('open', 'opened'), ('close', 'closed'), ('request', 'requested'), ('make', 'made'), ('retry', 'started again'), ('cancel', 'cancelled'), ('download', 'downloaded'), ('upload', 'uploaded'), ('comment', 'commented on'), ('sign_in', 'signed in'), ('join', 'joined')], max_length=20, verbose_name='what'),
        ),
    ]
