"""docker-compose.yml, Dockerfile and Caddyfile must agree with the code and each other."""

import re

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

from tests.product import ROOT
from tests.tracker.test_repository import variables_of_settings
from tracker.lib import commands

# Schema of the part of Compose that docker-compose.yml uses: an unknown key is an error.
NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
SECONDS = {"type": "string", "pattern": r"^\d+s$"}
SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "user", "networks", "logging", "healthcheck", "cap_drop", "security_opt"],
    "properties": {
        # Own images, or an exact version: "16" would be another program after a year
        "image": {"type": "string", "pattern": r"^(tracker-\w+|[a-z]+:\d+\.\d+(\.\d+)?-\w+)$"},
        "build": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"context": {"const": "."}, "target": {"type": "string"}},
        },
        "user": {"type": "string"},
        "command": NAMES | {"uniqueItems": False},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "init": {"type": "boolean"},
        "read_only": {"type": "boolean"},
        "tmpfs": NAMES,
        "cap_drop": {"const": ["ALL"]},
        "security_opt": {"const": ["no-new-privileges:true"]},
        "networks": NAMES,
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[a-z]+:/[\w/-]+$"}},
        "secrets": NAMES,
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^\d+:\d+$"}},
        "environment": TEXTS,
        "shm_size": {"type": "string"},
        "cpu_shares": {"type": "integer"},
        "mem_limit": {"type": "string", "pattern": r"^\d+m$"},
        "stop_grace_period": SECONDS,
        "logging": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"driver": {"type": "string"}, "options": TEXTS},
        },
        "healthcheck": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "test": NAMES | {"uniqueItems": False, "minItems": 2},
                "disable": {"type": "boolean"},
                "interval": SECONDS,
                "timeout": SECONDS,
                "start_period": SECONDS,
                "retries": {"type": "integer"},
            },
        },
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["condition"],
                "properties": {
                    "condition": {"enum": ["service_healthy", "service_completed_successfully"]}
                },
            },
        },
    },
}
COMPOSE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "services", "networks", "volumes", "secrets"],
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string"},
        "services": {"type": "object", "additionalProperties": SERVICE},
        "networks": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "internal": {"type": "boolean"},
                    "ipam": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["config"],
                        "properties": {
                            "config": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "additionalProperties": False,
                                    "required": ["subnet"],
                                    "properties": {"subnet": {"type": "string"}},
                                },
                            }
                        },
                    },
                },
            },
        },
        "volumes": {"type": "object", "additionalProperties": {"const": {}}},
        "secrets": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {"file": {"type": "string", "pattern": r"^\./secrets/\w+$"}},
            },
        },
    },
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_compose_file_is_well_formed(compose):
    assert [error.message for error in Draft202012Validator(COMPOSE).iter_errors(compose)] == []


def test_compose_refers_only_to_defined_names(compose, services):
    for name, service in services.items():
        assert set(service["networks"]) <= set(compose["networks"]), name
        assert {v.split(":")[0] for v in service.get("volumes", [])} <= set(compose["volumes"]), (
            name
        )
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service.get("depends_on", {})) <= set(services), name


def test_only_the_proxy_is_reachable_from_outside(compose, services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    reachable = {
        name for name, network in compose["networks"].items() if not network.get("internal")
    }
    by_network = {
        name: [n for n, service in services.items() if name in service["networks"]]
        for name in reachable
    }
    # The worker only calls out, to mail servers; without published ports nobody calls in
    assert by_network == {"outside": ["proxy"], "outgoing": ["worker"]}
    assert not set(services["proxy"]["networks"]) & set(services["postgres"]["networks"])


def test_the_network_of_the_proxy_is_trusted_to_name_the_client(compose, services):
    shared = set(services["proxy"]["networks"]) & set(services["web"]["networks"])
    subnets = [compose["networks"][name]["ipam"]["config"][0]["subnet"] for name in shared]

    assert subnets == [services["web"]["environment"]["TRUSTED_PROXIES"]]


def test_no_container_runs_as_root(services):
    assert [n for n, s in services.items() if re.match(r"(0|root)\b", s["user"])] == []


def test_every_long_running_container_has_a_health_check(services):
    assert [n for n, s in services.items() if "test" not in s["healthcheck"]] == ["prepare"]


def test_the_logs_of_all_containers_are_rotated(services):
    assert [
        name for name, each in services.items() if "max-size" not in each["logging"]["options"]
    ] == []


def test_containers_run_the_tested_commands(services):
    assert services["web"]["command"] == commands.web("0.0.0.0:8000")
    assert services["worker"]["command"] == commands.worker()
    assert services["printer"]["command"] == commands.printer()
    assert services["beat"]["command"] == commands.beat()
    assert services["prepare"]["command"] == ["python", "manage.py", "prepare"]


def test_containers_set_only_settings_that_exist(services):
    known = variables_of_settings() | {"WEB_CONCURRENCY"}
    for name in ("prepare", "web", "worker", "printer", "beat"):
        variables = {variable.removesuffix("_FILE") for variable in services[name]["environment"]}
        assert variables <= known, name


def test_every_setting_of_an_office_reaches_the_containers(services):
    # Made from SITE_ADDRESS, fixed in the image, or not for production
    others = {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TRACKER_DATA", "DEBUG", "DEMO"}
    given = {name.removesuffix("_FILE") for name in services["web"]["environment"]}

    assert variables_of_settings() - given == others


def test_image_contains_every_app_and_no_ignored_file():
    dockerfile = (ROOT / "Dockerfile").read_text()
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(\S+)", dockerfile, re.MULTILINE)

    assert set(copied) == set(let_in)
    assert {"tracker", "units", "plans", "reporting", "templates", "static", "fixtures"} <= set(
        copied
    )
    assert all((ROOT / name).exists() for name in copied)
    assert "--require-hashes" in dockerfile
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["tracker", "10002:10002"]


def test_every_container_has_a_limit_of_memory(services):
    limits = {name: int(each["mem_limit"].removesuffix("m")) for name, each in services.items()}

    # A review of 320 pages (400 MB) or a backup, beside the main process of each
    assert limits["printer"] >= 800
    assert limits["worker"] >= 800
    # Two web processes of 185 MB together, and bodies that arrive
    assert limits["web"] >= 500


def test_images_of_others_have_exact_versions():
    dockerfile = (ROOT / "Dockerfile").read_text()
    images = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)

    assert [image for image in images if not re.search(r":\d+\.\d+\.\d+-", image)] == []


def test_the_proxy_waits_less_than_the_web_server_keeps_a_connection(services):
    caddyfile = (ROOT / "Caddyfile").read_text()
    kept = re.search(r"keepalive (\d+)s", caddyfile)
    options = dict(
        option.split("=", 1) for option in services["web"]["command"] if option.count("=") == 1
    )

    assert kept
    assert int(kept.group(1)) < int(options["--keep-alive"])
    assert "read_header 20s" in caddyfile
    assert f"max_size {settings.MAX_REQUEST_MB}MB" in caddyfile


def test_the_proxy_gives_away_its_root_certificate_only():
    handler = re.search(r"handle /root\.crt \{(.*?)\n\t\}", (ROOT / "Caddyfile").read_text(), re.S)

    assert handler
    assert "rewrite * /root.crt" in handler.group(1)


def test_the_proxy_adds_its_root_certificate_to_no_machine():
    assert "\tskip_install_trust\n" in (ROOT / "Caddyfile").read_text()


def test_the_proxy_takes_numbers_and_several_names(services):
    caddyfile = (ROOT / "Caddyfile").read_text()

    assert "default_sni {$SITE_ADDRESS:localhost}" in caddyfile
    assert "{$SITE_ADDRESS:localhost} {$OTHER_ADDRESSES} {" in caddyfile
    for name in ("SITE_ADDRESS", "OTHER_ADDRESSES", "TLS_ISSUER"):
        assert services["web"]["environment"][name] == services["proxy"]["environment"][name]
