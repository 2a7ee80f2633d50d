from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="patternuse",
            name="key",
            field=models.BinaryField(max_length=256),
        ),
    ]
