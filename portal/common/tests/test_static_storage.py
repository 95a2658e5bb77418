"""Static files under names that change with what is in them."""

from django.core.files.base import ContentFile

from portal.common.static_storage import GzippedManifestStorage


def test_a_module_imports_another_under_its_hashed_name(tmp_path):
    storage = GzippedManifestStorage(location=tmp_path, base_url="/static/")
    modules = {
        "part.js": "export const one = 1;\n",
        "whole.js": 'import "./part.js";\nimport { one } from "./part.js";\n',
    }
    for name, text in modules.items():
        storage.save(name, ContentFile(text.encode()))
    list(storage.post_process({name: (storage, name) for name in modules}))
    part, whole = (storage.hashed_files[name] for name in modules)
    assert part != "part.js"
    assert (tmp_path / whole).read_text().count(f"./{part}") == 2
