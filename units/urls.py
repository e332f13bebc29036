"""Addresses of `units`."""

from django.urls import path

from units.views import (
    accounts,
    imports,
    kept,
    log_ins,
    people,
    resets,
    second_factor,
    sessions,
    units,
)

app_name = "units"
urlpatterns = [
    path("log-in/", accounts.log_in, name="log-in"),
    path("log-out/", accounts.log_out, name="log-out"),
    path("change-password/", accounts.change_password, name="change-password"),
    path("log-in/code/", accounts.log_in_with_code, name="log-in-with-code"),
    path("forgotten-password/", resets.ask_reset, name="ask-reset"),
    path("new-password/", resets.new_password, name="new-password"),
    path("second-factor/", second_factor.show, name="second-factor"),
    path("second-factor/on/", second_factor.switch_on, name="switch-on-second-factor"),
    path("second-factor/off/", second_factor.switch_off, name="switch-off-second-factor"),
    path("second-factor/codes/", second_factor.renew_codes, name="renew-recovery-codes"),
    path("people/<int:pk>/second-factor/", second_factor.reset, name="reset-second-factor"),
    path("sessions/", sessions.list_sessions, name="list-sessions"),
    path("sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("log-ins/", log_ins.list_log_ins, name="list-log-ins"),
    path("log-ins/<int:pk>/unlock/", log_ins.unlock, name="unlock"),
    path("kept-form/", kept.show_kept_form, name="kept-form"),
    path("kept-form/drop/", kept.drop_kept_form, name="drop-kept-form"),
    path("units/", units.list_units, name="list-units"),
    path("units/add/", units.add_unit, name="add-unit"),
    path("units/<int:pk>/edit/", units.edit_unit, name="edit-unit"),
    path("units/<int:pk>/rename/", units.rename_unit, name="rename-unit"),
    path("units/<int:pk>/succession/", units.add_succession, name="add-succession"),
    path("directory-imports/", imports.upload_list, name="upload-list"),
    path("directory-imports/form/", imports.download_form, name="download-list-form"),
    path("directory-imports/<int:pk>/", imports.show_list, name="directory-import"),
    path("directory-imports/<int:pk>/confirm/", imports.confirm_list, name="confirm-list"),
    path("directory-imports/<int:pk>/discard/", imports.discard_list, name="discard-list"),
    path("people/", people.list_people, name="list-people"),
    path("people/add/", people.add_person, name="add-person"),
    path("people/<int:pk>/", people.edit_person, name="edit-person"),
    path("people/<int:pk>/memberships/", people.add_membership, name="add-membership"),
    path("people/<int:pk>/password/", people.reset_password, name="reset-password"),
    path("people/<int:pk>/active/", people.set_active, name="set-active"),
    path("memberships/<int:pk>/end/", people.end_membership, name="end-membership"),
]
