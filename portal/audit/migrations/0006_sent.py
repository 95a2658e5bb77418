from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0005_through'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='verb',
            field=models.CharField(choices=[('add', 'added'), ('change', 'changed'), ('delete', 'deleted'), ('submit', 'submitted'), ('return', 'returned'), ('approve', 'approved'), ('open', 'opened'), ('close', 'closed'), ('request', 'requested'), ('send', 'sent'), ('make', 'made'), ('retry', 'started again'), ('cancel', 'cancelled'), ('download', 'downloaded'), ('upload', 'uploaded'), ('comment', 'commented on'), ('sign_in', 'signed in'), ('join', 'joined')], max_length=20, verbose_name='what'),
        ),
    ]
