from django.db import migrations

LEFT = "Vairs nesadarbojamies."


def move(apps, schema_editor):
    """Completed mobilities are closed ones; hosts of the past are paused; languages by their names become rows."""
    from portal.common.languages import languages_in

    apps.get_model("mobilities", "Mobility").objects.filter(state="completed").update(state="closed")
    Host = apps.get_model("mobilities", "Host")
    HostLanguage = apps.get_model("mobilities", "HostLanguage")
    Host.objects.filter(is_active=False).update(state="paused", paused_reason=LEFT)
    for host in Host.objects.exclude(former_languages=""):
        codes, others = languages_in(host.former_languages)
        HostLanguage.objects.bulk_create(HostLanguage(host=host, language=code) for code in codes)
        if others:
            host.note = "\n".join(filter(None, [host.note, ", ".join(others)]))[:5000]
            host.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [("mobilities", "0004_enter_once")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
