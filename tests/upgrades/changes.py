"""Changes that migrations made to stored rows on purpose. Each migration that does so adds here.

Whatever is not named here must be found again after an upgrade: every model, every field and
every value.
"""

# Models by their label in a fixture, with the label of today: {"app.Old": "app.New"}
RENAMED_MODELS: dict[str, str] = {
    "reporting.Report": "reporting.Review",
    "reporting.ReportEvent": "reporting.ReviewEvent",
}
# Models by their label in a fixture that are gone, with the test that holds what became of them
GONE_MODELS: dict[str, str] = {
    "reporting.ReportPart": "test_parts_of_reviews_are_paragraphs_at_the_end_of_their_section",
    "reporting.ReviewPart": "test_parts_of_reviews_are_paragraphs_at_the_end_of_their_section",
}
# Fields by label and name in a fixture, with the name of today: {"app.Old.field_id": "other_id"}
RENAMED_FIELDS: dict[str, str] = {
    "units.DirectoryEvent.what": "note",
    "units.Unit.kind": "kind_id",
    "units.Unit.bloc": "bloc_id",
    "reporting.ReportEvent.report_id": "review_id",
}
# Codenames of permissions in a fixture, with the codename of today
RENAMED_PERMISSIONS: dict[str, str] = {"compile_reports": "compile_reviews"}
# Fields by label and name in a fixture whose values moved elsewhere or were rewritten, with the
# test that holds what became of them
REWRITTEN_FIELDS: dict[str, str] = {
    "plans.Task.requires_contributions": "test_tasks_ask_their_coordinating_units_as_before",
    "plans.Task.title": "test_cut_titles_of_plan_126_are_whole_and_no_other_title_changed",
    "plans.Task.folded": "test_cut_titles_of_plan_126_are_whole_and_no_other_title_changed",
    "reporting.Notice.key": "test_notices_name_in_columns_what_their_keys_named",
    "reporting.ProgressEntry.percent": "test_percentages_are_gone_from_drafts_of_periodic_tasks",
}
