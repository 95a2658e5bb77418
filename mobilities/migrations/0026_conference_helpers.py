import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mobilities', '0025_candidates_and_associations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='presentation',
            options={'ordering': ['day__date', 'time', 'pk'], 'verbose_name': 'session', 'verbose_name_plural': 'sessions'},
        ),
        migrations.AddField(
            model_name='conference',
            name='recorders',
            field=models.ManyToManyField(blank=True, help_text='Besides the coordinators, on the live screen of this conference.', related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who else records findings'),
        ),
        migrations.AddField(
            model_name='polloption',
            name='text_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='answer in English'),
        ),
        migrations.AlterField(
            model_name='presentation',
            name='day',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presentations', to='mobilities.conferenceday', verbose_name='day'),
        ),
        migrations.AlterField(
            model_name='presentation',
            name='title',
            field=models.CharField(max_length=300, verbose_name='title'),
        ),
    ]
