"""The health check is public; in tests neither worker nor beat runs. Administrators see backups."""

from tests.permissions import AccessRule, everyone

ACCESS = [
    AccessRule("reporting:healthz", everyone(503), anonymous=503),
    # The proxy's authority is not in use in tests
    AccessRule("reporting:root-certificate", everyone(404), anonymous=404),
    AccessRule("reporting:list-backups", {"administrator": 200}, others=403),
    AccessRule("reporting:make-backup", {"administrator": 302}, others=403, method="post"),
    # 422: without the password
    AccessRule("reporting:download-backup-key", {"administrator": 422}, others=403, method="post"),
    AccessRule(
        "reporting:download-backup",
        {"administrator": 404},
        others=403,
        args=lambda scene: ["tracker-2026-03-16-120000.backup"],
    ),
    # Exports hold everything of a plan, also what units have not sent
    AccessRule(
        "reporting:list-plan-exports",
        {"administrator": 200},
        others=403,
        args=lambda scene: [scene.plan.pk],
    ),
    AccessRule(
        "reporting:export-plan",
        {"administrator": 302},
        others=403,
        args=lambda scene: [scene.plan.pk],
        method="post",
    ),
    AccessRule(
        "reporting:download-plan-export",
        {"administrator": 404},
        others=403,
        args=lambda scene: [scene.plan.pk, "ke-hoach-2026-03-16-120000.zip"],
    ),
    # So does what is brought to be imported
    AccessRule("reporting:bring-plan-folder", {"administrator": 200}, others=403),
    *(
        AccessRule(
            f"reporting:{name}",
            {"administrator": 404},
            others=403,
            args=lambda scene: [1],
            method=method,
        )
        for name, method in (
            ("plan-arrival", "get"),
            ("arrival-progress", "get"),
            ("import-arrival", "post"),
            ("discard-arrival", "post"),
        )
    ),
]
